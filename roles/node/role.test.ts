import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { NodeMarks } from "../../src/kubernetes/node-marks.ts";
import { testRole } from "../../src/testing/test-role.ts";
import { planBack, planMarks, wantedTaints } from "./plan-marks.ts";
import role from "./role.ts";

const marks: NodeMarks = {
  labels: { "kubernetes.io/os": "linux", disk: "hdd", old: "yes", theirs: "1" },
  taints: { "node.kubernetes.io/not-ready:NoSchedule": "", "gone:NoSchedule": "x" },
  managed: { labels: ["disk", "old"], taints: ["gone:NoSchedule"] },
};
const wanted = {
  labels: { disk: "ssd" },
  taints: wantedTaints(["dedicated=db:NoSchedule", "slow:NoExecute"]),
};

describe("labels and taints", () => {
  it("change where the inventory wants it, and go where lab had set them", () => {
    expect(planMarks(marks, wanted)).toEqual({
      labels: ["disk=ssd", "old-"],
      taints: ["dedicated=db:NoSchedule", "slow:NoExecute", "gone:NoSchedule-"],
      managed: { labels: ["disk"], taints: ["dedicated:NoSchedule", "slow:NoExecute"] },
    });
  });

  it("come back as they were", () => {
    expect(planBack(marks, wanted)).toEqual({
      labels: ["disk=hdd", "old=yes"],
      taints: ["dedicated:NoSchedule-", "slow:NoExecute-", "gone=x:NoSchedule"],
      managed: marks.managed,
    });
  });
});

const inventory = {
  clusters: [
    {
      name: "prod",
      pod_cidr: "10.244.0.0/16",
      service_cidr: "10.96.0.0/16",
      nodes: [
        { name: "cp1", role: "control_plane", host: "10.0.0.11" },
        { name: "cp2", role: "control_plane", host: "10.0.0.12" },
        {
          name: "w1",
          role: "worker",
          host: "10.0.0.21",
          labels: { disk: "ssd" },
          taints: ["slow:NoExecute"],
        },
      ],
    },
  ],
};

const silent = { kind: "unanswered", reason: "the API server does not answer" };
const nothing = { kind: "changes", changes: [] };

function listing(...nodes: readonly object[]) {
  return { kind: "answered", nodes: nodes.map((node) => ({ podCidrs: [], addresses: [], ...node })) };
}

function tasks(host: string, facts: Readonly<Record<string, unknown>> = {}) {
  return testRole(role, { args: {}, inventory, host, facts: { cp1: null, cp2: null, ...facts } });
}

describe("the role", () => {
  it("asks the next control plane where the first does not answer", () => {
    const by = (facts: Readonly<Record<string, unknown>>) =>
      tasks("w1", facts).tasks.flatMap(({ name, runs }) => (runs ? [name] : []));
    const first = ["Label and taint the node", "Wait until the node is ready"];
    expect(by({ cp1: listing(), cp2: listing() })).toEqual(first);
    expect(by({})).toEqual(first);
    expect(by({ cp1: silent, cp2: listing() })[0]).toBe("Label and taint the node by cp2");
  });

  it("is done after one time, also with a node that has yet to join", () => {
    const task = tasks("w1").task("Label and taint the node").built();
    for (const list of [silent, listing()]) {
      expect(task.plan({ list })).toMatchObject({
        changes: [{ summary: "label w1 disk=ssd; taint w1 slow:NoExecute" }],
      });
      expect(task.planAgain({ list })).toEqual(nothing);
    }
    expect(task.planAgain({ list: listing({ name: "w1", marks }) })).toEqual(nothing);
  });

  it("announces nothing for a node that gets nothing, unless lab gave it something before", () => {
    const task = tasks("cp2").task("Label and taint the node").built();
    expect(task.plan({ list: silent })).toEqual(nothing);
    const list = listing({ name: "cp2", marks });
    expect(task.plan({ list })).toMatchObject({ changes: [{ kind: "run" }] });
  });

  it("waits for a node that has joined, and for no other", () => {
    const task = tasks("w1").task("Wait until the node is ready").built();
    const joined = { kind: "joined", isControlPlane: false, kubelet: "active", node: { ready: "False" } };
    const plan = task.plan({ truth: joined });
    expect(plan).toMatchObject({ kind: "wait", summary: "for w1 to be ready" });
    expect(task.plan({ truth: { ...joined, node: { ready: "True" } } })).toEqual({
      kind: "changes",
      changes: [],
    });
    expect(task.plan({ truth: { kind: "absent" } })).toMatchObject({ kind: "blocked" });
    const input = plan.kind === "wait" ? plan.script : "";
    expect(spawnSync("shellcheck", ["-s", "sh", "-"], { input, encoding: "utf8" }).stdout).toBe("");
  });
});
