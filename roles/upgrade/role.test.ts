import { describe, expect, it } from "vitest";
import { parseNodeVersions } from "../../src/kubernetes/node-versions.ts";
import { testRole } from "../../src/testing/test-role.ts";
import role from "./role.ts";
import { obstacle, wayOf } from "./upgrade-way.ts";

const node = (name: string, kind: string, address: number) => ({
  name,
  role: kind,
  host: `192.0.2.${address}`,
});
const inventory = {
  clusters: [
    {
      name: "prod",
      pod_cidr: "10.244.0.0/16",
      service_cidr: "10.96.0.0/16",
      control_plane_endpoint: "192.0.2.100",
      nodes: [
        ...[1, 2, 3].map((number) => node(`cp${number}`, "control_plane", number)),
        ...[1, 2, 3, 4].map((number) => node(`w${number}`, "worker", 10 + number)),
      ],
    },
  ],
};

const nodeOf = (version: string) => ({ status: { nodeInfo: { kubeletVersion: `v${version}` } } });
const configurationOf = (version: string) => ({
  data: { ClusterConfiguration: `kubernetesVersion: v${version}\n` },
});
const at = (version: string, controlPlane = false) =>
  parseNodeVersions(
    `member\nkubeadm v${version}\nkubelet v${version}\nnode ${JSON.stringify(nodeOf(version))}\n${
      controlPlane ? `image v${version}\nconfiguration ${JSON.stringify(configurationOf(version))}\n` : ""
    }`,
  );

const tasksOf = (host: string, hop: string, versions: ReturnType<typeof at>) =>
  testRole(role, { args: { version: "1.36.1", step: "node", hop }, inventory, host, facts: { versions } })
    .tasks.filter(({ runs }) => runs)
    .map(({ name }) => name);

describe("a node in a hop", () => {
  it("as a control plane first takes its own pods forward, and is emptied for its kubelet", () => {
    expect(tasksOf("cp2", "1.34", at("1.33.4", true))).toEqual([
      "Go on only if the cluster is well",
      "Upgrade what kubeadm manages to 1.34",
      "Take the pods away",
      "Install kubectl, kubelet 1.34",
      "Restart the kubelet",
      "Let pods come back",
    ]);
  });

  it("as a worker is emptied before anything else", () => {
    expect(tasksOf("w1", "1.36", at("1.35.2")).slice(0, 3)).toEqual([
      "Go on only if the cluster is well",
      "Take the pods away",
      "Upgrade what kubeadm manages to 1.36.1",
    ]);
  });

  it("that is there already only ends what an earlier run may have begun", () => {
    expect(tasksOf("w1", "1.34", at("1.34.5"))).toEqual(["Restart the kubelet", "Let pods come back"]);
  });

  it("does nothing for a minor beyond the target, and on hosts of etcd", () => {
    const facts = { versions: at("1.33.4", true) };
    expect(
      testRole(role, { args: { version: "1.34.1", step: "node", hop: "1.35" }, inventory, facts }).tasks,
    ).toEqual([]);
  });
});

describe("the kubelet of a node", () => {
  const restart = (versions: ReturnType<typeof at>) =>
    testRole(role, {
      args: { version: "1.36.1", step: "node", hop: "1.34" },
      inventory,
      host: "w1",
      facts: { versions },
    })
      .task("Restart the kubelet")
      .built()
      .plan({ versions });

  it("is restarted once another one is installed than runs, and not again", () => {
    const installed = { ...at("1.33.4"), kubelet: "1.34.5" };
    expect(restart(installed)).toMatchObject({ changes: [{ summary: "systemctl restart kubelet" }] });
    expect(restart(at("1.34.5"))).toMatchObject({ changes: [] });
  });

  it("is left alone while the API server does not tell which one runs", () => {
    expect(restart({ ...at("1.34.5"), running: null })).toMatchObject({ kind: "blocked" });
  });
});

describe("the way of a node", () => {
  const hops = ["1.34", "1.35", "1.36"].map((minor) => ({ minor, version: null, floor: `${minor}.0` }));

  it("begins where the node is", () => {
    expect(wayOf(at("1.34.5"), hops)).toBe("1.34.5 → 1.35.x → 1.36.x");
    expect(wayOf(at("1.36.0"), hops)).toBe("1.36.0 already");
  });

  it("leads neither back nor over a minor", () => {
    expect(obstacle(at("1.36.2"), "1.36.1", hops)).toContain("cannot be taken back");
    expect(obstacle(at("1.33.4", true), "1.36.1", hops.slice(1))).toContain("leaves out a minor");
    expect(obstacle(at("1.33.4", true), "1.36.1", hops)).toBeNull();
  });

  it("does not begin at a host that is no node", () => {
    expect(obstacle(parseNodeVersions("kubelet v1.33.4\n"), "1.36.1", hops)).toContain("has not joined");
  });
});
