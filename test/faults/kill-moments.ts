import { setTimeout as wait } from "node:timers/promises";
import { goOnCommand } from "./go-on.ts";
import { seededRandom } from "./random.ts";
import { release } from "./rows/moments.ts";
import { type FaultResult, stageSize } from "./run-fault.ts";
import type { FaultHost } from "./scene/fault-host.ts";
import type { Scene } from "./scene/scene.ts";

/** What one kill came to. */
interface KillResult {
  /** Into the run. */
  readonly atMs: number;
  /** How many hosts were neither as before nor converged at that moment. */
  readonly unfinished: number;
  readonly broken: readonly string[];
}

const seed = 20_261_121;

/**
 * Kills lab with SIGKILL at random moments of a converging run, the same ones each time, and goes on each time. The
 * moments are spread over the length of a run that nobody kills: one in each of `count` equal parts of it.
 */
export async function killAtMoments(
  scene: Scene,
  count: number,
  signal: AbortSignal,
): Promise<Omit<FaultResult, "name">> {
  const hosts = scene.hosts.slice(0, stageSize);
  let lengthMs = await lengthOfRun(scene, hosts);
  const random = seededRandom(seed);
  const results: KillResult[] = [];
  for (let tries = 0; results.length < count && tries < 2 * count; tries += 1) {
    signal.throwIfAborted();
    const atMs = ((results.length + random()) / count) * lengthMs;
    const result = await killOnce(scene, hosts, atMs);
    // The machine has become quicker meanwhile: a moment that a run did not live to see is chosen anew.
    if (result === null) lengthMs = Math.min(lengthMs, atMs);
    else results.push(result);
  }
  const result = tell(results, lengthMs);
  if (results.length === count) return result;
  return { ...result, broken: [...result.broken, `only ${results.length} of ${count} runs could be killed`] };
}

async function lengthOfRun(scene: Scene, hosts: readonly FaultHost[]): Promise<number> {
  await resetAll(hosts);
  const start = performance.now();
  await scene.play({ hosts }).ended;
  return performance.now() - start;
}

/** Null when the run had ended before that, even if its process had not. */
async function killOnce(scene: Scene, hosts: readonly FaultHost[], atMs: number): Promise<KillResult | null> {
  await resetAll(hosts);
  const play = scene.play({ hosts });
  await Promise.race([wait(atMs), play.ended]);
  play.interrupt("SIGKILL");
  const killed = await play.ended;
  if (killed.exitCode !== null) return null;
  const states = await Promise.all(hosts.map((host) => host.state()));
  const unfinished = states.filter(({ kind }) => kind === "between").length;
  const { flags, isNamed } = await goOnCommand(scene, killed);
  if (!isNamed) {
    const isOver = states.every(({ kind }) => kind === "converged");
    return isOver ? null : { atMs, unfinished, broken: ["lab names no command that goes on with it"] };
  }
  await Promise.all(hosts.map((host) => host.sh(release)));
  const resumed = await scene.play({ hosts, flags }).ended;
  const broken = resumed.exitCode === 0 ? [] : [`going on ended with ${resumed.exitCode}: ${resumed.stderr}`];
  for (const host of hosts) {
    const state = await host.state();
    if (state.kind !== "converged") {
      const paths = state.kind === "between" ? state.missing.slice(0, 6).join(", ") : "as before";
      broken.push(`${host.name} did not converge: ${paths}`);
    }
    broken.push(...(await host.tornFiles()).map((torn) => `${host.name}: ${torn}`));
  }
  return { atMs, unfinished, broken };
}

async function resetAll(hosts: readonly FaultHost[]): Promise<void> {
  await Promise.all(hosts.map(({ relay }) => relay.forget()));
  await Promise.all(hosts.map((host) => host.reset()));
}

function tell(results: readonly KillResult[], lengthMs: number): Omit<FaultResult, "name"> {
  const kept = results.filter(({ broken }) => broken.length === 0).length;
  const between = results.filter(({ unfinished }) => unfinished > 0).length;
  return {
    promise: "`--resume` always ends converged, and no half-written file is ever seen.",
    happened: `moments spread over ${(lengthMs / 1000).toFixed(1)} s; ${between} left hosts between old and new; ${kept} of ${results.length} ended converged, no file half-written`,
    broken: results.flatMap(({ atMs, broken }) =>
      broken.map((one) => `killed after ${Math.round(atMs)} ms: ${one}`),
    ),
  };
}
