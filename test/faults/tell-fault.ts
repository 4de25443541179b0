import type { Incident } from "./fault.ts";
import type { HostEnd } from "./host-end.ts";
import { withoutPlaces } from "./without-places.ts";

/** What happened in a fault, in words, as it was measured. */
export function tellFault({ play, notes = [] }: Incident, ends: readonly HostEnd[]): string {
  const exit = play.exitCode === null ? "lab was killed" : `exit code ${play.exitCode}`;
  const victims = ends.filter(({ isVictim }) => isVictim).map(tellHost);
  const others = ends.filter(({ isVictim }) => !isVictim).map(tellHost);
  return withoutPlaces([exit, ...notes, ...counted(victims, ""), ...counted(others, "others ")].join("; "));
}

/** Hosts of which the same is to be told are told of once. */
function counted(told: readonly string[], prefix: string): string[] {
  return [...new Set(told)].map((one) => {
    const times = told.filter((other) => other === one).length;
    if (prefix === "") return times === 1 ? one : `${times} hosts ${one}`;
    return times === 1 ? `another host ${one}` : `${times} ${prefix}${one}`;
  });
}

function tellHost({ host, state, recap, resumed }: HostEnd): string {
  const failure = recap?.failure;
  // One sentence for all hosts that suffered the same.
  const said = failure
    ? `${failure.kind}: “${failure.message.replaceAll(host, "HOST").split("\n", 1)[0]}”, `
    : "";
  switch (state.kind) {
    case "before":
      return `${said}as before`;
    case "converged":
      return `${said}converged`;
    case "between":
      return `${said}unfinished${resumed ? `, \`--resume\` ${afterwards(resumed.state.kind)}` : ""}`;
  }
}

function afterwards(kind: "before" | "converged" | "between"): string {
  return kind === "converged" ? "converged it" : `left it ${kind}`;
}
