import { describe, expect, it } from "vitest";
import { cordonMark, readNodeObject } from "../../../src/kubernetes/node-object.ts";

const node = {
  kind: "Node",
  metadata: { name: "w1", annotations: { [cordonMark]: "true" } },
  spec: { unschedulable: true },
  status: {
    conditions: [{ type: "Ready", status: "False", reason: "KubeletNotReady", message: "no network" }],
    nodeInfo: { kubeletVersion: "v1.33.4" },
  },
};

describe("the Node of a host", () => {
  it("is read as the API has it", () => {
    expect(readNodeObject({ kind: "answered", output: JSON.stringify(node) })).toEqual({
      kind: "node",
      isReady: false,
      message: "KubeletNotReady: no network",
      isSchedulable: false,
      isCordonedByLab: true,
      kubelet: "v1.33.4",
      isControlPlane: false,
    });
  });

  it("is absent only where the API says so", () => {
    const unanswered = (reason: string) => ({ kind: "unanswered", reason }) as const;
    const missing = unanswered('Error from server (NotFound): nodes "w1" not found');
    expect(readNodeObject(missing)).toEqual({ kind: "absent" });
    const silent = unanswered("the API server does not answer");
    expect(readNodeObject(silent)).toBe(silent);
  });
});
