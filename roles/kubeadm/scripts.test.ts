import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { NodeTruth } from "../../src/kubernetes/node-truth.ts";
import {
  type Args,
  absent,
  change,
  init,
  join,
  partial,
  planned,
} from "../../test/unit/kubernetes/kubeadm-nodes.ts";

describe("the scripts", () => {
  const unfinished: NodeTruth = { ...partial, attempt: "join", holdsData: true, isRegistered: true };
  const args: Args = { kube_vip: { address: "10.0.0.9" } };
  const changes = {
    init: change(planned(init, "cp1", absent, { args })),
    "join-worker": change(planned(join, "w1", absent)),
    "join-control-plane-again": change(planned(join, "cp2", unfinished, { args })),
  };
  const all = Object.entries(changes).flatMap(([name, { script, undo = "", loans = [] }]) => [
    [name, script] as const,
    [`${name}-undo`, undo] as const,
    ...loans.flatMap((loan) => {
      const file = loan.name.split(" of ")[0]?.replaceAll(" ", "-");
      return [[`${name}-${file}`, loan.script] as const, [`${name}-${file}-revoke`, loan.revoke] as const];
    }),
  ]);
  /** Those who join are lent the same. */
  const scripts = [...new Map(all.map(([name, script]) => [script, name]))].map(
    ([script, name]) => [name, script] as const,
  );

  it.each(scripts)("%s is this", async (name, script) => {
    await expect(script).toMatchFileSnapshot(`golden/${name}.sh`);
  });

  it.each(scripts)("%s passes shellcheck", (_, script) => {
    // Values that are lent are set by lab.
    const input = `LAB_TOKEN=a LAB_CA_HASH=b LAB_CERTIFICATE_KEY=c; : "$LAB_TOKEN$LAB_CA_HASH$LAB_CERTIFICATE_KEY"\n${script}`;
    const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", "-e", "SC2015", "-"], {
      input,
      encoding: "utf8",
    });
    expect(error).toBeUndefined();
    expect(stdout).toBe("");
  });

  it.each(scripts)("%s parses in busybox", (_, script) => {
    const { stderr } = spawnSync("busybox", ["sh", "-n"], { input: script, encoding: "utf8" });
    expect(stderr).toBe("");
  });
});

describe("taking an init back", () => {
  const undo = change(planned(init, "cp1", absent)).undo ?? "";
  /** What stands between: the reset itself is not for this machine. */
  const judgement = undo.slice(undo.indexOf("lab_unknown()"), undo.indexOf("lab_failed="));
  const judged = (kubectl: string) =>
    spawnSync("sh", ["-s"], {
      input: `kubectl() { case "$*" in ${kubectl} *) : ;; esac; }\nsleep() { :; }\n${judgement}echo reset\n`,
      encoding: "utf8",
    });

  it("is refused where nobody knows who uses the cluster, and where somebody does", () => {
    expect(judged("*'get nodes'*) return 1 ;;")).toMatchObject({ status: 1, stdout: "" });
    expect(judged("*'get nodes'*) echo cp1 w1 ;;")).toMatchObject({ status: 1, stdout: "" });
    const pods = "*'get nodes'*) echo cp1 ;; *'get pods'*) echo kube-system shop ;;";
    expect(judged(pods)).toMatchObject({ status: 1, stderr: expect.stringContaining("namespace shop") });
  });

  it("goes on where the cluster is empty", () => {
    const empty = "*'get nodes'*) echo cp1 ;; *'get pods'*) echo kube-system kube-system ;;";
    expect(judged(empty)).toMatchObject({ status: 0, stdout: "reset\n" });
  });
});
