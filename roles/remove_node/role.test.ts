import { describe, expect, it } from "vitest";
import { testRole } from "../../src/testing/test-role.ts";
import { objection } from "./leave-allowed.ts";
import role from "./role.ts";

const node = (name: string, kind: string, address: number) => ({
  name,
  role: kind,
  host: `192.0.2.${address}`,
});
const inventoryOf = (endpoint: object) => ({
  clusters: [
    {
      name: "prod",
      pod_cidr: "10.244.0.0/16",
      service_cidr: "10.96.0.0/16",
      ...endpoint,
      nodes: [
        node("cp1", "control_plane", 1),
        node("cp2", "control_plane", 2),
        node("cp3", "control_plane", 3),
        node("w1", "worker", 11),
      ],
    },
  ],
});
const inventory = inventoryOf({ control_plane_endpoint: "api.lab.example:6443" });
const state = { kind: "node" };

type Args = Parameters<typeof role.tasks>[0]["args"];

function names(args: Args, host: string, traces: readonly string[] | null = []): string[] {
  const { tasks } = testRole(role, { args, inventory, host, facts: { state, traces } });
  return tasks.map(({ name }) => name);
}

describe("a node that leaves", () => {
  it("is emptied, cleaned and forgotten by the first other control plane alone", () => {
    const whole = ["Reach w1", "Take the pods away from w1", "Clean w1", "Delete w1 from the API"];
    expect(names({ node: "w1", step: "leave" }, "cp1")).toEqual(whole);
    expect(names({ node: "w1", step: "leave" }, "cp2")).toEqual([]);
    expect(names({ node: "w1", step: "leave", via: "cp2" }, "cp2")).toEqual(whole);
  });

  it("takes its member of etcd along, once it is clear that the others can do without", () => {
    expect(names({ node: "cp1", step: "leave" }, "cp2")).toEqual([
      "Refuse to lose etcd",
      "Reach cp1",
      "Take the pods away from cp1",
      "Remove cp1 from etcd",
      "Clean cp1",
      "Delete cp1 from the API",
    ]);
  });

  it("is asked for nothing when it is dead, and has to answer when it is not", () => {
    expect(names({ node: "w1", step: "leave", force: "true" }, "cp1")).toEqual(["Delete w1 from the API"]);
    const reach = (traces: readonly string[] | null) =>
      testRole(role, {
        args: { node: "w1", step: "leave" },
        inventory,
        host: "cp1",
        facts: { state, traces },
      })
        .task("Reach w1")
        .built()
        .plan({});
    expect(reach([])).toEqual({ kind: "changes", changes: [] });
    expect(reach(null)).toEqual({
      kind: "failed",
      message: "w1 does not answer; if it is dead for good: -e force=true",
    });
  });

  it("must be one node, and neither the address of the API server nor the last control plane", () => {
    const reach = (node: string, host: string, endpoint: object = {}) =>
      testRole(role, { args: { node, step: "reach" }, host, inventory: inventoryOf(endpoint) });
    expect(() => reach("w1,cp2", "w1")).toThrow('"w1,cp2" is no node');
    expect(() => reach("cp1", "cp1")).toThrow("reach the API server at cp1");
    expect(() => testRole(role, { args: { node: "cp1", step: "reach" } })).toThrow("last control plane");
  });
});

describe("a member of etcd", () => {
  const member = (name: string, isHealthy: boolean) => ({ id: name, name, isHealthy });

  it("may leave where most of the others are well", () => {
    expect(objection([member("cp1", true), member("cp2", true), member("cp3", false)], "cp3")).toBeNull();
    expect(objection([member("cp1", true)], "w1")).toBeNull();
  });

  it("must stay where it is needed, or nobody knows", () => {
    expect(objection([member("cp1", true), member("cp2", false), member("cp3", true)], "cp3")).toContain(
      "cp2 does not",
    );
    expect(objection([member("cp1", true)], "cp1")).toContain("the only member");
    expect(objection(null, "cp1")).toContain("does not answer");
  });
});
