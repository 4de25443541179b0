import type { Fault, HostExpectation, Incident } from "./fault.ts";
import type { HostEnd } from "./host-end.ts";
import type { HostState } from "./scene/host-state.ts";

/** Every promise that was broken in a fault; none is what is hoped for. */
export function judgeFault(
  fault: Pick<Fault, "expect">,
  { play, broken = [] }: Incident,
  ends: readonly HostEnd[],
): string[] {
  const wanted = fault.expect.exitCode;
  const exit =
    wanted === "any" || play.exitCode === wanted
      ? []
      : [`lab ended with ${play.exitCode}, not with ${wanted}: ${play.stderr}`];
  const hosts = ends.flatMap((end) =>
    judgeHost(end, end.isVictim ? fault.expect.victim : fault.expect.others),
  );
  return [...exit, ...broken, ...hosts];
}

function judgeHost(end: HostEnd, expected: HostExpectation): string[] {
  return [
    ...judgeState(end, expected),
    ...judgeFailure(end, expected),
    ...end.torn.map((torn) => `${end.host}: ${torn}`),
  ];
}

function judgeState({ host, state, resumed }: HostEnd, expected: HostExpectation): string[] {
  if (!expected.state.includes(state.kind)) {
    return [`${host} is ${describe(state)}, not ${expected.state.join(" or ")}`];
  }
  if (state.kind !== "between") return [];
  if (resumed === null) return [`${host} is ${describe(state)}, and was not gone on with`];
  const { isNamed, exitCode, recap } = resumed;
  const unnamed = isNamed ? [] : [`${host} is unfinished, and lab names no command to go on`];
  if (resumed.state.kind === "converged" && exitCode === 0) return unnamed;
  const said = recap?.failure ? `: ${recap.failure.message}` : "";
  return [
    ...unnamed,
    `${host} is ${describe(resumed.state)} after --resume, which ended with ${exitCode}${said}`,
  ];
}

function judgeFailure({ host, recap }: HostEnd, { failure: expected }: HostExpectation): string[] {
  if (expected === undefined) return [];
  const failure = recap?.failure ?? null;
  if (expected === null) return failure ? [`${host} failed: ${failure.message}`] : [];
  if (failure === null) return [`${host} did not fail`];
  const said = `${failure.kind}: ${failure.message}`;
  return failure.kind === expected.kind && expected.says.test(failure.message)
    ? []
    : [`${host} said "${said}", not "${expected.kind}: ${expected.says.source}"`];
}

function describe(state: HostState): string {
  if (state.kind !== "between") return state.kind;
  const some = (paths: readonly string[]) => paths.slice(0, 6).join(", ");
  return `between (changed: ${some(state.changed)}; missing: ${some(state.missing)})`;
}
