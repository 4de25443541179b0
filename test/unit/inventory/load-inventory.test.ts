import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { clustersSchema } from "../../../src/inventory/clusters-schema.ts";
import type { SourcedValue } from "../../../src/inventory/inventory.ts";
import { loadInventory } from "../../../src/inventory/load-inventory.ts";

const directory = "test/fixtures/inventory";
const inventory = loadInventory(`${directory}/clusters.yaml`);

/** What a variable is on a host, and what it shadows, each as `value from file:line`. */
function history(host: string, name: string): string[] {
  const variable = inventory.hosts.get(host)?.vars[name];
  const show = ({ value, location }: SourcedValue) =>
    `${value} from ${location.file.replace(`${directory}/`, "")}:${location.line}`;
  return variable ? [variable, ...variable.shadows].map(show) : [];
}

describe("loadInventory", () => {
  it("makes the groups, in the order of the file", () => {
    expect(Object.fromEntries(inventory.groups)).toEqual({
      all: ["prod-cp1", "prod-w1", "prod-w2", "prod-w3", "edge-cp1", "edge-w1"],
      control_plane: ["prod-cp1", "edge-cp1"],
      workers: ["prod-w1", "prod-w2", "prod-w3", "edge-w1"],
      bootstrap: ["prod-cp1", "edge-cp1"],
      etcd: [],
      prod: ["prod-cp1", "prod-w1", "prod-w2", "prod-w3"],
      prod_control_plane: ["prod-cp1"],
      prod_workers: ["prod-w1", "prod-w2", "prod-w3"],
      prod_etcd: [],
      "edge-1": ["edge-cp1", "edge-w1"],
      "edge-1_control_plane": ["edge-cp1"],
      "edge-1_workers": ["edge-w1"],
      "edge-1_etcd": [],
    });
    expect([...inventory.groups.keys()][0]).toBe("all");
    expect(inventory.hosts.get("prod-cp1")?.groups).toEqual([
      "all",
      "control_plane",
      "bootstrap",
      "prod",
      "prod_control_plane",
    ]);
  });

  it("describes clusters", () => {
    expect(inventory.clusters.get("prod")).toEqual({
      name: "prod",
      podCidr: "10.40.0.0/16,fd00:40::/56",
      serviceCidr: "10.99.0.0/16,fd00:99::/112",
      controlPlaneEndpoint: "api.prod.lab:6443",
      nodeNetworks: [],
      bootstrap: "prod-cp1",
      nodes: ["prod-cp1", "prod-w1", "prod-w2", "prod-w3"],
    });
  });

  it("knows how to reach a host: its own keys, else those of the file", () => {
    expect(inventory.hosts.get("prod-cp1")?.target).toEqual({
      name: "prod-cp1",
      host: "192.168.5.11",
      port: 2222,
      user: "root",
      key: join(homedir(), ".ssh/prod"),
      password: "node-secret",
      becomePassword: "become-secret",
      knownHosts: resolve(directory, "known_hosts"),
    });
    expect(inventory.hosts.get("prod-w1")?.target).toEqual({
      name: "prod-w1",
      host: "prod-w1",
      user: "admin",
      key: resolve(directory, "keys/lab"),
      password: "file-secret",
      knownHosts: resolve(directory, "known_hosts"),
    });
  });

  it("keeps what a node declares, and says null for what it does not", () => {
    expect(inventory.hosts.get("prod-cp1")).toMatchObject({
      cluster: "prod",
      role: "control_plane",
      cpu: 4,
      memory: 8192,
      disk: 40,
      interfaces: [
        { name: "ens33", addresses: ["192.168.5.11/24"], gateway: "192.168.5.2", dns: ["8.8.8.8"] },
        { name: "ens37", addresses: [], mac: "52:54:00:00:00:01", mtu: 1450 },
      ],
      labels: { zone: "a", "example.org/tier": "" },
      taints: ["node-role.kubernetes.io/control-plane:NoSchedule", "gpu=yes:NoExecute"],
    });
    expect(inventory.hosts.get("edge-cp1")).toMatchObject({
      role: "control_plane",
      cpu: null,
      interfaces: [],
    });
  });

  it("lets the nearer place win, and keeps what it shadows", () => {
    expect(history("prod-w2", "from")).toEqual([
      "host from host_vars/prod-w2.json:2",
      "node from clusters.yaml:34",
      "prod-workers from group_vars/prod_workers.yml:1",
      "workers-b from group_vars/workers/b.json:1",
      "workers-a from group_vars/workers/a.yaml:1",
      "all from group_vars/all.yaml:1",
      "cluster from clusters.yaml:14",
      "file from clusters.yaml:7",
    ]);
    expect(history("edge-w1", "from")[0]).toBe("workers-b from group_vars/workers/b.json:1");
    expect(history("edge-cp1", "only_file")).toEqual(["1 from clusters.yaml:8"]);
    expect("constructor" in (inventory.hosts.get("edge-cp1")?.vars ?? {})).toBe(false);
  });

  it("warns of a file of variables that nothing reads", () => {
    expect(inventory.warnings).toEqual([
      {
        message: `${directory}/group_vars/prod is not read`,
        hint: 'call it "prod.yaml" if it holds variables',
      },
    ]);
  });

  it("says what to do when there is no such file", () => {
    expect(() => loadInventory("nowhere/clusters.json")).toThrow(InputError);
    expect(() => loadInventory(directory)).toThrow("is a directory");
  });
});

describe("the examples", () => {
  it("have the sizes of the four-cluster lab", () => {
    const { hosts, clusters, warnings } = loadInventory("inventory/clusters.json");
    const sizes = [...clusters.values()].map(({ name, nodes }) => {
      const of = nodes.map((node) => hosts.get(node));
      const sum = (key: "cpu" | "memory") => of.reduce((total, host) => total + (host?.[key] ?? 0), 0);
      return [name, nodes.length, sum("cpu"), sum("memory") / 1024];
    });
    expect(sizes).toEqual([
      ["platform", 3, 7, 24],
      ["dev", 2, 4, 12],
      ["staging", 2, 4, 12],
      ["prod", 3, 6, 19.5],
    ]);
    expect(warnings).toEqual([]);
  });

  it("have both networks of the VMware lab", () => {
    const { hosts, warnings } = loadInventory("inventory/vmware/clusters.json");
    const addresses = [...hosts.values()].map(({ target, interfaces }) => [
      target.user,
      target.host,
      ...interfaces.flatMap((one) => one.addresses),
    ]);
    expect(addresses).toEqual([
      ["pista", "192.168.5.11", "192.168.5.11/24", "172.100.100.2/24"],
      ["pista", "192.168.5.12", "192.168.5.12/24", "172.100.100.3/24"],
      ["pista", "192.168.5.13", "192.168.5.13/24", "172.100.100.4/24"],
    ]);
    expect(warnings).toEqual([]);
  });
});

describe("clustersSchema", () => {
  it("is a valid JSON Schema that describes every key", () => {
    expect(new Ajv().validateSchema(clustersSchema)).toBe(true);
    expect(undescribed(clustersSchema)).toEqual([]);
  });
});

/** Properties without a description, at any depth. */
function undescribed(schema: object): string[] {
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value !== "object" || value === null) return [];
    const missing =
      key === "properties"
        ? Object.keys(value).filter((name) => !("description" in Reflect.get(value, name)))
        : [];
    return [...missing, ...undescribed(value)];
  });
}
