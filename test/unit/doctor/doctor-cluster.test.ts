import { describe, expect, it } from "vitest";
import { doctorCluster } from "../../../src/doctor/doctor-cluster.ts";
import { doctorText } from "../../../src/doctor/doctor-text.ts";
import type { Examination } from "../../../src/doctor/examine-host.ts";
import type { PathToPeer } from "../../../src/network/paths/paths-to-peers.ts";
import { plainPaint } from "../../../src/report/paint.ts";
import type { Reading } from "../../../src/status/reading.ts";
import { examined, examplePatients, lost, wayTo } from "./example-examinations.ts";

type Ways = Readonly<Record<string, readonly PathToPeer[]>>;

const endpoint = wayTo("192.0.2.100:8443", { 8443: "open" });
const [cp1, worker1, worker2] = [
  wayTo("cp1", { 6443: "open" }),
  wayTo("worker1", { 10250: "open" }),
  wayTo("worker2", { 10250: "open" }),
];
const wellWays: Ways = {
  cp1: [worker1, worker2, endpoint],
  worker1: [cp1, worker2, endpoint],
  worker2: [cp1, worker1, endpoint],
};

function doctored(ways: Ways = {}, rest: Readonly<Record<string, Reading<Examination>>> = {}) {
  const all = { ...wellWays, ...ways };
  const hosts = examplePatients().nodes.map(
    ({ name, address }) => [name, examined(address ?? "", all[name] ?? [])] as const,
  );
  return doctorCluster(examplePatients(), new Map([...hosts, ...Object.entries(rest)]));
}

function told(...args: Parameters<typeof doctored>): string[] {
  const { verdict, findings } = doctored(...args);
  return [
    verdict,
    ...findings.map(({ severity, node, check, message }) => `${severity} ${node}: ${message} (${check})`),
  ];
}

const dropped = { ports: [{ port: 10_250, reach: "silent" }], ping: "silent", mtu: null } as const;

describe("a network that is well", () => {
  it("gives no reason for complaint", () => {
    expect(told()).toEqual(["well"]);
  });
});

describe("the cause of what is wrong", () => {
  it("lies at a host that nobody reaches on a port", () => {
    const shut = { ...worker2, ...dropped, ping: 0.3 };
    expect(told({ cp1: [worker1, shut, endpoint], worker1: [cp1, shut, endpoint] })).toEqual([
      "unwell",
      "error worker2: cp1, worker1 do not reach it on TCP port 10250 (dropped) (reachability)",
    ]);
  });

  it("lies at the one host that does not get there, where others do", () => {
    expect(told({ worker1: [cp1, { ...worker2, ...dropped }, endpoint] })).toEqual([
      "unwell",
      "error worker1: does not reach worker2 on TCP port 10250 (dropped); cp1 does (reachability)",
    ]);
  });

  it("is a route that is missing at the other end", () => {
    const routes = [
      { to: "192.0.2.13", address: "", device: "", source: "", gateway: "", problem: "unreachable" },
    ];
    const links = {
      links: [{ name: "ens3", kind: "", isUp: true, mtu: 1500, addresses: ["192.0.2.12/24"] }],
      routes,
    };
    const ways = [cp1, { ...worker2, ...dropped }, endpoint];
    const rest = { worker1: examined("192.0.2.12", ways, { links }) };
    expect(told({ worker2: [cp1, { ...worker1, ...dropped }, endpoint] }, rest)).toEqual([
      "unwell",
      "error worker1: has no route to worker2 (192.0.2.13): unreachable (route)",
    ]);
  });

  it("is a program where the host itself refuses, and it is a node", () => {
    const refused = wayTo("cp1", { 6443: "refused" });
    const ways = { worker1: [refused, worker2, endpoint], worker2: [refused, worker1, endpoint] };
    expect(told(ways)).toEqual([
      "unwell",
      "error cp1: nothing listens on TCP port 6443, where its API server should (listeners)",
    ]);
  });

  it("is the load balancer where only the endpoint is gone", () => {
    const gone = { ...endpoint, ports: [{ port: 8443, reach: "silent" as const }] };
    expect(
      told({ cp1: [worker1, worker2, gone], worker1: [cp1, worker2, gone], worker2: [cp1, worker1, gone] }),
    ).toEqual([
      "unwell",
      "error null: cp1, worker1, worker2 do not reach the endpoint 192.0.2.100:8443 (dropped) (reachability)",
    ]);
  });

  it("is one clock, which is told once", () => {
    const clock = { leastMs: 60_000, mostMs: 60_040 };
    expect(told({}, { worker1: examined("192.0.2.12", wellWays.worker1 ?? [], { clock }) })).toEqual([
      "unwell",
      "error worker1: the clock is at least 60 s ahead of cp1's, at least 60 s ahead of worker2's (clock)",
    ]);
  });
});

describe("a host that does not answer", () => {
  const gone = { ...worker2, ...dropped };

  it("is unreachable, and what others meet on the way to it is no fault of theirs", () => {
    expect(
      told({ cp1: [worker1, gone, endpoint], worker1: [cp1, gone, endpoint] }, { worker2: lost }),
    ).toEqual([
      "unreachable",
      "error worker2: lab@192.0.2.13 did not answer (reachable)",
      "warning worker2: no other host reaches it either: it is down, or cut off (reachable)",
    ]);
  });

  it("is up where others reach it", () => {
    expect(told({}, { worker2: lost }).at(-1)).toBe(
      "warning worker2: cp1, worker1 reach it: it is up, and its sshd or the way from here is not (reachable)",
    );
  });
});

describe("what is shown", () => {
  const ways = {
    cp1: [worker1, { ...worker2, mtu: { device: "ens3", link: 1500, largest: 1400 } }, endpoint],
    worker1: [cp1, { ...worker2, ...dropped }, { ...endpoint, ping: "silent" as const, mtu: null }],
  };
  const sick = doctored(ways, { worker2: lost });
  const report = { version: 1, time: "2026-01-01T00:00:00.000Z", clusters: [sick] } as const;

  it("is a table with a legend, and findings by host", async () => {
    const text = doctorText(report, Number.POSITIVE_INFINITY, plainPaint);
    await expect(text).toMatchFileSnapshot("golden/doctor.txt");
  });

  it("has numbers for names where the terminal is narrow", async () => {
    const text = doctorText(report, 40, plainPaint);
    const table = text.split("\n").slice(1, 6);
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(40);
    await expect(text).toMatchFileSnapshot("golden/doctor-narrow.txt");
  });

  it("is a list of what is wrong where not even that fits", () => {
    const [, ...lines] = doctorText(report, 20, plainPaint).split("\n\n")[0]?.split("\n") ?? [];
    expect(lines.slice(0, 2)).toEqual(["  worker1 > worker2  :10250 dropped", "  5 of 6 ways are well"]);
  });

  it("are the named hosts and the control planes", () => {
    expect(examplePatients("worker2").nodes.map(({ name }) => name)).toEqual(["cp1", "worker2"]);
  });
});
