import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NodeTruth } from "../../src/kubernetes/node-truth.ts";
import { noFiles } from "../../test/unit/engine/no-files.ts";
import { nodeReadyModule } from "./ready-module.ts";

const away: NodeTruth = { kind: "unknown", reason: "connection refused", isControlPlane: false };
const args = { node: "worker1", endpoint: "10.0.0.1:6443", timeout: 30 };

/** Conditions as an API server prints them. */
function nodeOf(ready: "True" | "False"): string {
  const pressure = { type: "MemoryPressure", status: "False", message: "kubelet has sufficient memory" };
  const condition = { type: "Ready", status: ready, message: "cni plugin not initialized" };
  return JSON.stringify({ kind: "Node", status: { conditions: [pressure, condition] } });
}

describe("waiting for a node", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lab-ready-"));
    for (const name of ["sleep", "journalctl"]) write(name, "exit 0");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string): void =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });

  /** Runs the script with a kubectl whose watch and whose answer are given. */
  function waited(timeout: number, watch: string, node: string) {
    write("kubectl", `case "$*" in *" wait "*) ${watch} ;; *) echo '${node}' ;; esac`);
    const plan = nodeReadyModule.build({ ...args, timeout }, noFiles).plan({ truth: away });
    if (plan.kind !== "wait") throw new Error(`not a wait: ${plan.kind}`);
    return spawnSync("sh", ["-s"], {
      input: plan.script,
      encoding: "utf8",
      env: { PATH: `${folder}:/usr/bin:/bin` },
    });
  }

  it("ends with the watch", () => {
    expect(waited(30, "exit 0", nodeOf("False"))).toMatchObject({ status: 0, stderr: "" });
  });

  it("ends where the watch has heard of nothing, and the node is ready all the same", () => {
    expect(waited(30, "echo timed out >&2; exit 1", nodeOf("True"))).toMatchObject({ status: 0, stderr: "" });
  });

  it("ends with what keeps the node from it", () => {
    const { status, stderr } = waited(1, "exit 1", nodeOf("False"));
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "worker1 is not ready after 1 s: cni plugin not initialized\n",
    });
  });
});
