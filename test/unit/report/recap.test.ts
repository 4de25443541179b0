import { describe, expect, it } from "vitest";
import { plainPaint } from "../../../src/report/paint.ts";
import { recapLines } from "../../../src/report/recap.ts";
import { failure, hostRecap, runEnd } from "./events.ts";

const recap = (...[hosts, more]: Parameters<typeof runEnd>) => recapLines(runEnd(hosts, more), plainPaint);

describe("recapLines", () => {
  it("says of a converged run that nothing changed", () => {
    expect(recap([hostRecap("node1"), hostRecap("node2")])).toEqual([
      "node1 : ok=25 changed=0 failed=0 skipped=0 deferred=0 unreachable=0 frames=2 0.31s",
      "node2 : ok=25 changed=0 failed=0 skipped=0 deferred=0 unreachable=0 frames=2 0.31s",
      "",
      "nothing changed on 2 hosts · 12.40s",
    ]);
  });

  it("aligns its columns", () => {
    expect(
      recap([hostRecap("a", { ok: 3, changed: 22, seconds: 12 }), hostRecap("longer")]).slice(0, 2),
    ).toEqual([
      "a      : ok=3  changed=22 failed=0 skipped=0 deferred=0 unreachable=0 frames=2 12.00s",
      "longer : ok=25 changed=0  failed=0 skipped=0 deferred=0 unreachable=0 frames=2  0.31s",
    ]);
  });

  it("has a column for ignored failures where there are any, and does not call their hosts failed", () => {
    expect(recap([hostRecap("a", { ok: 3, ignored: 2 }), hostRecap("b")])).toEqual([
      "a : ok=3  changed=0 failed=0 ignored=2 skipped=0 deferred=0 unreachable=0 frames=2 0.31s",
      "b : ok=25 changed=0 failed=0 ignored=0 skipped=0 deferred=0 unreachable=0 frames=2 0.31s",
      "",
      "2 hosts: 2 failed and ignored · 12.40s",
    ]);
  });

  it("shows a failure that many hosts share once, with cause and next step, apart from others", () => {
    const shared = failure({
      task: "Start containerd",
      message: "systemctl exited with 1",
      detail: "line 1\nline 2\n",
      hint: "look at the journal",
    });
    const refused = failure({ kind: "unreachable", message: "connection refused" });
    const lines = recap([
      hostRecap("node10", { failed: 1, failure: shared }),
      hostRecap("node9", { failed: 1, failure: { ...shared } }),
      hostRecap("node3", { unreachable: 1, failure: refused }),
    ]);
    expect(lines.slice(3)).toEqual([
      "",
      "failed: Start containerd, on 2 hosts: node9, node10",
      "  systemctl exited with 1",
      "  | line 1",
      "  | line 2",
      "  next: look at the journal",
      "",
      "unreachable, on node3",
      "  connection refused",
      "",
      "3 hosts: 2 hosts failed, 1 host unreachable · 12.40s",
    ]);
  });

  it("speaks of what would change in check mode", () => {
    const changes = [hostRecap("a", { changed: 3, deferred: 1 }), hostRecap("b")];
    expect(recap(changes, { check: true }).at(-1)).toBe("2 hosts: 3 would change, 1 deferred · 12.40s");
    expect(recap([hostRecap("a")], { check: true }).at(-1)).toBe("nothing would change on 1 host · 12.40s");
  });

  it("says that a run was interrupted", () => {
    expect(recap([hostRecap("a", { changed: 3 })], { interrupted: true }).at(-1)).toBe(
      "interrupted; 1 host: 3 changed · 12.40s",
    );
  });

  it("folds hosts with nothing to say above 50 hosts, and only then", () => {
    const hosts = Array.from({ length: 51 }, (_, index) =>
      hostRecap(`node${index}`, index === 7 ? { changed: 1 } : {}),
    );
    expect(recap(hosts)).toEqual([
      "node7          : ok=25   changed=1 failed=0 skipped=0 deferred=0 unreachable=0 frames=2   0.31s",
      "50 other hosts : ok=1250 changed=0 failed=0 skipped=0 deferred=0 unreachable=0 frames=100 0.31s",
      "",
      "51 hosts: 1 changed · 12.40s",
    ]);
    expect(recap(hosts.slice(1))).toHaveLength(52);
  });
});
