import { describe, expect, it } from "vitest";
import { testRole } from "../../src/testing/test-role.ts";
import role from "./role.ts";

const names = (nodes: "workers" | "control_planes", host: string) =>
  testRole(role, { args: { confirm: "demo", nodes }, host }).tasks.map(({ name }) => name);

describe("taking a cluster down", () => {
  it("cleans the nodes whose turn it is, and forgets the kubeconfig with the first control plane", () => {
    expect(names("workers", "worker1")).toEqual(["Clean the host"]);
    expect(names("workers", "cp1")).toEqual([]);
    expect(names("control_planes", "cp1")).toEqual(["Clean the host", "Remove the kubeconfig here"]);
  });

  it("is refused for a cluster that was not named", () => {
    expect(() => testRole(role, { args: { confirm: "prod", nodes: "workers" } })).toThrow(
      '"prod" was confirmed',
    );
  });

  it("has nothing to do on a clean host", () => {
    const reset = testRole(role, { args: { confirm: "demo", nodes: "workers" }, host: "worker1" }).task(
      "Clean the host",
    );
    expect(reset.built().plan({ traces: [] })).toEqual({ kind: "changes", changes: [] });
    expect(reset.built().plan({ traces: ["/etc/kubernetes/kubelet.conf"] })).toMatchObject({
      changes: [{ summary: "kubeadm reset" }],
    });
  });
});
