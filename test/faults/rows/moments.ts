import type { RunEvent } from "../../../src/engine/event.ts";
import type { EndedPlay, RunningPlay } from "../../e2e/start-play.ts";
import type { Stage } from "../fault.ts";
import type { FaultHost } from "../scene/fault-host.ts";

/** What lets the task "Wait in the middle" of the job go on. */
export const release = "touch /run/gate-go";

/** Runs the job up to its task "Wait in the middle" on all hosts, does `harm`, and lets all but the victim go on. */
export async function inTheMiddle(
  { scene, hosts, others }: Stage,
  harm: (play: RunningPlay) => Promise<unknown>,
  inventory = scene.project.relayed,
): Promise<EndedPlay> {
  const play = scene.play({ hosts, inventory, flags: ["-e", "hold=middle"] });
  await Promise.all(hosts.map((host) => play.until(isWaiting(host))));
  await harm(play);
  await Promise.all(others.map((host) => host.sh(release)));
  return play.ended;
}

/** Runs the job, and does `harm` as soon as the victim has made this change. */
export async function afterTask(
  { scene, hosts, victim }: Stage,
  task: string,
  harm: () => unknown,
): Promise<EndedPlay> {
  const play = scene.play({ hosts });
  await play.until((event) => event.kind === "task-end" && event.host === victim.name && event.task === task);
  await harm();
  return play.ended;
}

/** Runs the job to its end. */
export async function wholeRun({ scene, hosts }: Stage, flags: readonly string[] = []): Promise<EndedPlay> {
  return scene.play({ hosts, flags }).ended;
}

function isWaiting(host: FaultHost) {
  return (event: RunEvent): boolean =>
    event.kind === "output" && event.host === host.name && event.line === "waiting";
}
