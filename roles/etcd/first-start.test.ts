import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type EtcdCluster, parseEtcdCluster } from "./etcd-cluster.ts";
import { type EtcdHost, parseEtcdHost } from "./etcd-host.ts";
import { type Situation, startOf } from "./first-start.ts";
import type { Member } from "./members.ts";

const recorded = (name: string) =>
  parseEtcdCluster(readFileSync(join(import.meta.dirname, "recorded", name), "utf8"));
const running = recorded("cluster-3.4.txt");
const degraded = recorded("cluster-3.4-degraded.txt");
const silent: EtcdCluster = { canAsk: true, clusterIds: {}, members: null };

const addresses = ["172.19.0.3", "172.19.0.4", "172.19.0.5", "172.19.0.6", "172.19.0.7"];
const [etcd1, etcd2, etcd3, etcd4, etcd5] = addresses.map(
  (address, index): Member => ({
    name: `etcd${index + 1}`,
    address,
    addresses: [address],
    peerUrl: `https://${address}:2380`,
    clientUrl: `https://${address}:2379`,
  }),
);
if (!etcd1 || !etcd2 || !etcd3 || !etcd4 || !etcd5) throw new RangeError("there are five members");

const bare = parseEtcdHost("");
const begun = parseEtcdHost("configured\ndata\nactive\nenabled\n");
const member: EtcdHost = { ...begun, isEstablished: true };

function start(other: Partial<Situation> = {}) {
  return startOf({
    cluster: "prod",
    own: etcd3 as Member,
    members: [etcd1, etcd2, etcd3] as Member[],
    host: bare,
    network: silent,
    others: { etcd1: bare, etcd2: bare },
    ...other,
  });
}

describe("what etcdctl 3.4 says", () => {
  it("is read with all digits of the ids", () => {
    expect(new Set(Object.values(running.clusterIds))).toEqual(new Set(["f47ffa7602a7da50"]));
    expect(running.members?.map(({ id, name, isHealthy }) => [id, name, isHealthy])).toEqual([
      ["111ec5e873298eef", "etcd3", true],
      ["62ac402ba147065b", "etcd2", true],
      ["715fcb666d574089", "etcd1", true],
      ["e8977dc86b62f3c5", "etcd4", true],
    ]);
  });

  it("names those that are not well", () => {
    expect(degraded.members?.filter(({ isHealthy }) => !isHealthy).map(({ name }) => name)).toEqual([
      "etcd3",
    ]);
  });

  it("is nothing where nobody answers, and where nobody can be asked", () => {
    expect(parseEtcdCluster("able\n")).toEqual(silent);
    expect(parseEtcdCluster("")).toEqual({ ...silent, canAsk: false });
  });
});

describe("a host without data", () => {
  const initial = "etcd1=https://172.19.0.3:2380,etcd2=https://172.19.0.4:2380,etcd3=https://172.19.0.5:2380";

  it("founds a cluster where there has never been one", () => {
    expect(start()).toEqual({ kind: "found", initial });
  });

  it("does so beside others that have begun, and wait for it", () => {
    expect(start({ others: { etcd1: begun, etcd2: begun } })).toEqual({ kind: "found", initial });
  });

  it("waits until it can ask", () => {
    expect(start({ network: { ...silent, canAsk: false } }).kind).toBe("blocked");
  });

  it("founds none while nobody knows what is on another host", () => {
    expect(start({ others: { etcd1: bare, etcd2: null } })).toMatchObject({
      kind: "blocked",
      reason: expect.stringContaining("etcd2"),
    });
  });

  it("founds none where there was one, on another host or on its own", () => {
    expect(start({ others: { etcd1: member, etcd2: bare } })).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("bring up those that have data: etcd1"),
    });
    expect(start({ host: { ...bare, isEstablished: true } })).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("restore a snapshot"),
    });
  });

  it("is added to the cluster that runs", () => {
    const own = etcd5;
    expect(start({ own, members: [etcd1, etcd2, etcd3, etcd4, etcd5], network: running })).toEqual({
      kind: "add",
      lost: null,
    });
  });

  it("starts where it is in the list already, but never did", () => {
    const members = running.members?.map((one) =>
      one.name === "etcd4" ? { ...one, name: "", clientUrls: [], isHealthy: false } : one,
    );
    const network = { ...running, members: members ?? null };
    expect(start({ own: etcd4, network })).toEqual({
      kind: "listed",
      initial:
        "etcd3=https://172.19.0.5:2380,etcd2=https://172.19.0.4:2380,etcd1=https://172.19.0.3:2380,etcd4=https://172.19.0.6:2380",
    });
  });

  it("takes the place of the member that it was, while the others are a majority", () => {
    expect(start({ network: running })).toEqual({ kind: "add", lost: "111ec5e873298eef" });
  });

  it("leaves the list alone where they are none", () => {
    expect(start({ own: etcd2, network: degraded })).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("etcd3 not healthy"),
    });
  });
});

describe("a host with data", () => {
  it("starts again, whether the others answer or not", () => {
    expect(start({ host: member, network: running })).toEqual({ kind: "again" });
    expect(start({ host: member, others: { etcd1: null, etcd2: null } })).toEqual({ kind: "again" });
  });

  it("is refused where it was taken out of the cluster", () => {
    expect(start({ own: etcd5, host: member, network: running })).toMatchObject({ kind: "refused" });
  });

  it("is refused where members belong to different clusters", () => {
    const clusterIds = { ...running.clusterIds, [etcd3.clientUrl]: "1" };
    expect(start({ host: member, network: { ...running, clusterIds } })).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("https://172.19.0.5:2379 1"),
    });
  });
});
