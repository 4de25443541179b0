import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { clusterObjects } from "../../../../src/kubernetes/health/cluster-objects.ts";
import { etcdHealth } from "../../../../src/kubernetes/health/etcd-health.ts";
import { nodeSoftware } from "../../../../src/kubernetes/health/node-software.ts";
import { adminAccess } from "../../../../src/status/admin-access.ts";

const probes = [
  ["admin-access", adminAccess({})],
  ["cluster-objects", clusterObjects({})],
  ["etcd-health", etcdHealth({})],
  ["node-software", nodeSoftware({})],
] as const;
const scripts = probes.map(([name, { kind, query }]) => [name, kind.script([query])] as const);

describe("scripts that ask for the health of a cluster", () => {
  it.each(scripts)("%s is as reviewed", async (name, script) => {
    await expect(script).toMatchFileSnapshot(`golden/${name}.sh`);
  });

  it.each(scripts)("%s passes shellcheck", (_, script) => {
    const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", "-"], { input: script, encoding: "utf8" });
    expect(error).toBeUndefined();
    expect(stdout).toBe("");
  });
});
