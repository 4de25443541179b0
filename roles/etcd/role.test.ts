import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseTemplate } from "../../src/playbook/template.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";
import { exampleFacts } from "../../src/testing/example-facts.ts";
import { testRole } from "../../src/testing/test-role.ts";
import { etcdConfig } from "./etcd-config.ts";
import { membersOf } from "./members.ts";
import { configFile, firstStart } from "./paths.ts";
import role from "./role.ts";

type Args = Parameters<typeof role.tasks>[0]["args"];

const there = { kind: "there", fingerprint: "AA" } as const;
const none = { kind: "none" } as const;

function inventory(hosts: readonly object[]) {
  const nodes = [
    { name: "cp1", role: "control_plane", host: "192.0.2.11" },
    { name: "worker1", role: "worker", host: "192.0.2.12" },
    ...hosts,
  ];
  return { clusters: [{ name: "prod", pod_cidr: "10.244.0.0/16", service_cidr: "10.96.0.0/16", nodes }] };
}

const three = inventory(
  [1, 2, 3].map((number) => ({ name: `etcd${number}`, role: "etcd", host: `192.0.2.2${number}` })),
);

function tested(
  args: Args,
  host: string,
  facts: Readonly<Record<string, unknown>> = {},
  hosts: unknown = three,
) {
  const authorities = { own: none, etcd1: none, etcd2: none, etcd3: none };
  const idle = {
    isConfigured: false,
    hasData: false,
    isEstablished: false,
    isActive: false,
    isEnabled: false,
  };
  const templates = join(import.meta.dirname, "../..");
  const answers = { host: idle, service: { kind: "missing" }, ...authorities, ...facts };
  return testRole(role, { args, host, inventory: hosts, facts: answers, folder: templates });
}

describe("the role etcd", () => {
  it("has nothing to do for workers, and in clusters without hosts of etcd", () => {
    for (const step of ["authority", "members", "clients"] as const) {
      expect(tested({ step }, "worker1").tasks).toEqual([]);
      expect(tested({ step }, "cp1", {}, inventory([])).tasks).toEqual([]);
    }
  });

  it("makes an authority on the first host only, and where no other has one", () => {
    const name = "Make the authority of etcd";
    const step = "authority";
    expect(tested({ step }, "etcd2").tasks.map((task) => task.name)).not.toContain(name);
    expect(tested({ step }, "etcd1").task(name).runs).toBe(true);
    expect(tested({ step }, "etcd1", { etcd3: there }).task(name).runs).toBe(false);
    expect(tested({ step }, "etcd1", { etcd3: null }).task(name).waitsFor).toContain("etcd3");
    expect(tested({ step }, "etcd1", { own: there, etcd3: null }).task(name).runs).toBe(true);
  });

  it("refuses an etcd that it has not made, and the authority of another", () => {
    const step = "members";
    const name = "Refuse an etcd of somebody else";
    const idle = { isEstablished: false, isEnabled: false };
    const foreign = { ...idle, isConfigured: false, hasData: false, isActive: true };
    expect(tested({ step }, "etcd1").task(name).runs).toBe(false);
    expect(tested({ step }, "etcd1", { host: foreign }).task(name).runs).toBe(true);
    expect(tested({ step }, "etcd1", { host: { ...foreign, isConfigured: true } }).task(name).runs).toBe(
      false,
    );
    const other = "Refuse the authority of another etcd";
    expect(tested({ step }, "etcd1", { own: there, etcd2: there }).task(other).runs).toBe(false);
    const foreignAuthority = { own: { ...there, fingerprint: "BB" }, etcd2: there };
    expect(tested({ step }, "etcd1", foreignAuthority).task(other).runs).toBe(true);
  });

  it("refuses systems whose packages it does not know", () => {
    const os = { ...exampleFacts.os, id: "fedora", family: ["fedora"], name: "Fedora Linux 42" };
    const name = "Refuse a system without packages of etcd";
    expect(tested({ step: "members" }, "etcd1").task(name).runs).toBe(false);
    expect(tested({ step: "members" }, "etcd1", { facts: { ...exampleFacts, os } }).task(name).runs).toBe(
      true,
    );
  });

  it("gives its control planes what the API server needs, and no key in sight", () => {
    const task = tested({ step: "clients" }, "cp1").task("Let the API server reach etcd").built();
    const client = { now: 0, certificate: null, authority: null, publicKey: null };
    const plan = JSON.stringify(task.plan({ client }));
    expect(plan).toContain("/etc/kubernetes/pki/apiserver-etcd-client.key");
    expect(plan).toContain('"from":["etcd1","etcd2","etcd3"]');
    expect(plan).not.toContain("PRIVATE");
  });

  it("restarts only an etcd that runs", () => {
    const unit = { kind: "unit", active: "active" };
    const host = { isConfigured: true, hasData: true, isEstablished: true, isActive: true, isEnabled: true };
    const runs = (facts: object) =>
      tested({ step: "members" }, "etcd1", { ...facts }).task("Restart etcd").runs;
    expect(runs({})).toBe(false);
    expect(runs({ service: unit, host })).toBe(true);
    expect(runs({ service: unit, host: { ...host, hasData: false } })).toBe(false);
  });

  it("reaches members at one address, and asks for it where there are several or none", () => {
    const [member] = membersOf(clusterWith({ address: "fd00::21", addresses: ["fd00::21", "192.0.2.21"] }));
    expect(member?.peerUrl).toBe("https://[fd00::21]:2380");
    const candidates = ["192.0.2.21", "100.64.0.1"];
    expect(() => membersOf(clusterWith({ candidates }))).toThrow("100.64.0.1");
    expect(() => membersOf(clusterWith({}))).toThrow("etcd1 has no address");
  });
});

function clusterWith(other: Partial<RoleNode>): RoleCluster {
  const rest = {
    role: "etcd",
    host: "etcd1",
    address: null,
    addresses: [],
    candidates: [],
    labels: {},
    taints: [],
    interfaces: [],
  } as const;
  return {
    name: "prod",
    podCidr: "10.244.0.0/16",
    serviceCidr: "10.96.0.0/16",
    nodeNetworks: [],
    endpoint: "192.0.2.11:6443",
    bootstrap: "cp1",
    nodes: [{ name: "etcd1", ...rest, ...other }],
  };
}

describe("the files", () => {
  const [member] = membersOf(clusterWith({ address: "192.0.2.21", addresses: ["192.0.2.21"] }));
  if (!member) throw new RangeError("there is a member");
  const request = { cluster: "prod", member, dataDir: "/var/lib/etcd" };
  const golden = (name: string) => join(import.meta.dirname, "golden", name);

  it("are these: the configuration, which never founds a cluster", async () => {
    await expect(etcdConfig({ ...request, configuration: {} })).toMatchFileSnapshot(golden("etcd.conf.yml"));
  });

  it("are these: further keys", async () => {
    const configuration = { "quota-backend-bytes": 4_294_967_296, "listen-metrics-urls": null };
    const text = etcdConfig({ ...request, configuration });
    await expect(text).toMatchFileSnapshot(golden("etcd-further.conf.yml"));
  });

  it("are not to be told how the cluster begins, or where the data is", () => {
    expect(() => etcdConfig({ ...request, configuration: { "initial-cluster-state": "new" } })).toThrow(
      "initial-cluster-state",
    );
    expect(() => etcdConfig({ ...request, configuration: { "data-dir": "/srv" } })).toThrow("data-dir");
  });

  it("are these: the unit", async () => {
    const text = readFileSync(join(import.meta.dirname, "../../templates/etcd/etcd.service.hbs"), "utf8");
    const unit = parseTemplate(text).render({ config: configFile, first_start: firstStart.environment });
    await expect(unit).toMatchFileSnapshot(golden("etcd.service"));
  });
});
