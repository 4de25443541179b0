import { describe, expect, it } from "vitest";
import { nodeMarksOf } from "../../../src/kubernetes/node-marks.ts";

const node = {
  kind: "Node",
  metadata: {
    labels: { disk: "ssd" },
    annotations: { "lab/managed": '{"labels":["disk"],"taints":["dedicated:NoSchedule"]}' },
  },
  spec: {
    taints: [
      { key: "dedicated", value: "db", effect: "NoSchedule" },
      { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" },
    ],
  },
};

describe("the marks of a node", () => {
  it("are its labels and taints, and those that lab has set", () => {
    expect(nodeMarksOf(node)).toEqual({
      labels: { disk: "ssd" },
      taints: { "dedicated:NoSchedule": "db", "node.kubernetes.io/not-ready:NoSchedule": "" },
      managed: { labels: ["disk"], taints: ["dedicated:NoSchedule"] },
    });
  });

  it("belong to nobody where the annotation is broken", () => {
    const broken = { ...node, metadata: { annotations: { "lab/managed": "{" } } };
    expect(nodeMarksOf(broken)?.managed).toEqual({ labels: [], taints: [] });
  });

  it("are null where the host has departed", () => {
    expect(nodeMarksOf({ metadata: { labels: { "lab/departed": "true" } } })).toBeNull();
  });
});
