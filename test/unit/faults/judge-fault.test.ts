import { describe, expect, it } from "vitest";
import type { Expectation, Incident } from "../../faults/fault.ts";
import type { HostEnd } from "../../faults/host-end.ts";
import { judgeFault } from "../../faults/judge-fault.ts";
import { tellFault } from "../../faults/tell-fault.ts";

const between = { kind: "between", changed: ["/etc/a"], missing: ["/etc/b"] } as const;
const expectation: Expectation = {
  exitCode: 4,
  victim: { state: ["between"] },
  others: { state: ["converged"], failure: null },
};
const incident: Incident = { play: { exitCode: 4, stderr: "", events: [], recap: new Map() } };

function end(host: string, parts: Partial<HostEnd>): HostEnd {
  return {
    host,
    isVictim: false,
    state: { kind: "converged" },
    recap: null,
    resumed: null,
    torn: [],
    ...parts,
  };
}

function resumedTo(state: HostEnd["state"], isNamed = true): Partial<HostEnd> {
  return { isVictim: true, state: between, resumed: { isNamed, exitCode: 0, recap: null, state } };
}

const judge = (...ends: readonly HostEnd[]) => judgeFault({ expect: expectation }, incident, ends);

describe("a fault", () => {
  it("is kept when the unfinished host is named and converges, and the others have converged", () => {
    const ends = [end("cp1", resumedTo({ kind: "converged" })), end("worker1", {}), end("worker2", {})];
    expect(judge(...ends)).toEqual([]);
    expect(tellFault(incident, ends)).toBe(
      "exit code 4; unfinished, `--resume` converged it; 2 others converged",
    );
  });

  it("is broken when nobody says how to go on", () => {
    expect(judge(end("cp1", resumedTo({ kind: "converged" }, false)))).toEqual([
      "cp1 is unfinished, and lab names no command to go on",
    ]);
  });

  it("is broken when going on does not converge the host", () => {
    expect(judge(end("cp1", resumedTo(between)))).toEqual([
      "cp1 is between (changed: /etc/a; missing: /etc/b) after --resume, which ended with 0",
    ]);
  });

  it("is broken when another host was touched, or a file torn", () => {
    const torn = "/etc/a was written in place";
    expect(judge(end("worker1", { state: { kind: "before" } }), end("worker2", { torn: [torn] }))).toEqual([
      "worker1 is before, not converged",
      "worker2: /etc/a was written in place",
    ]);
  });

  it("is broken by another exit code", () => {
    const wrong = { play: { ...incident.play, exitCode: 5, stderr: "lab has a bug" } };
    expect(judgeFault({ expect: expectation }, wrong, [])).toEqual([
      "lab ended with 5, not with 4: lab has a bug",
    ]);
  });
});
