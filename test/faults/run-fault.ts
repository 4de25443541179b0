import type { EndedPlay } from "../e2e/start-play.ts";
import type { Fault, Incident, Stage } from "./fault.ts";
import { goOnCommand } from "./go-on.ts";
import type { HostEnd } from "./host-end.ts";
import { judgeFault } from "./judge-fault.ts";
import { release } from "./rows/moments.ts";
import type { FaultHost } from "./scene/fault-host.ts";
import type { Scene } from "./scene/scene.ts";
import { tellFault } from "./tell-fault.ts";

/** A row of the table of faults. */
export interface FaultResult {
  readonly name: string;
  readonly promise: string;
  readonly happened: string;
  /** Empty when the promise was kept. */
  readonly broken: readonly string[];
}

/** How many hosts a fault has. */
export const stageSize = 3;

/** Makes a fault happen on hosts that are as before, and looks at what became of them. */
export async function runFault(fault: Fault, scene: Scene): Promise<Omit<FaultResult, "name">> {
  const stage = await setStage(scene);
  const incident = await inject(fault, stage);
  const ends = await lookAt(stage, incident);
  const broken = judgeFault(fault, incident, ends);
  return { promise: fault.promise, happened: tellFault(incident, ends), broken };
}

async function setStage(scene: Scene): Promise<Stage> {
  const hosts = scene.hosts.slice(0, stageSize);
  const [victim, ...others] = hosts;
  if (!victim) throw new Error("the scene has no hosts");
  await Promise.all(hosts.map(({ relay }) => relay.forget()));
  await Promise.all(hosts.map((host) => host.reset()));
  return { scene, victim, others, hosts };
}

async function inject(fault: Fault, stage: Stage): Promise<Incident> {
  try {
    return await fault.inject(stage);
  } finally {
    await fault.heal?.(stage);
  }
}

async function lookAt(stage: Stage, incident: Incident): Promise<HostEnd[]> {
  const ends = await Promise.all(stage.hosts.map((host) => endOf(host, stage, incident)));
  const unfinished = ends.filter(({ state }) => state.kind === "between");
  if (unfinished.length === 0) return ends;
  const { play, isNamed } = await goOn(stage, incident);
  return Promise.all(
    ends.map(async (end, index) => {
      const host = stage.hosts[index];
      if (end.state.kind !== "between" || !host) return end;
      const recap = play.recap.get(host.name) ?? null;
      const resumed = { isNamed, exitCode: play.exitCode, recap, state: await host.state() };
      return { ...end, resumed, torn: await host.tornFiles() };
    }),
  );
}

async function endOf(host: FaultHost, { victim }: Stage, { play }: Incident): Promise<HostEnd> {
  return {
    host: host.name,
    isVictim: host === victim,
    state: await host.state(),
    recap: play.recap.get(host.name) ?? null,
    resumed: null,
    torn: await host.tornFiles(),
  };
}

/** Does what lab names to go on with. */
async function goOn(
  { scene, hosts }: Stage,
  { play }: Incident,
): Promise<{ readonly isNamed: boolean; readonly play: EndedPlay }> {
  const { flags, isNamed } = await goOnCommand(scene, play);
  await Promise.all(hosts.map(({ relay }) => relay.forget()));
  await Promise.all(hosts.map((host) => host.sh(release)));
  return { isNamed, play: await scene.play({ hosts, flags }).ended };
}
