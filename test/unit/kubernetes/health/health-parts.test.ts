import { describe, expect, it } from "vitest";
import { readClusterAnswer } from "../../../../src/kubernetes/health/cluster-objects.ts";
import { parseEtcdHealth } from "../../../../src/kubernetes/health/etcd-health.ts";
import { findingLines, findingsOf } from "../../../../src/kubernetes/health/finding.ts";
import { findingsModule } from "../../../../src/kubernetes/health/findings-module.ts";
import { networksOverlap } from "../../../../src/kubernetes/health/networks-overlap.ts";
import { skewFindings } from "../../../../src/kubernetes/health/version-skew.ts";
import { testResource } from "../../../../src/testing/planned-resource.ts";
import { deploymentObject, nodeObject } from "./api-objects.ts";

describe("findings", () => {
  const error = findingsOf("ports", "w1").error("port 6443 is taken", "stop what listens there");
  const warning = findingsOf("mtu", null).warning("packets are cut");

  it("are told with errors first, each with its cure", () => {
    expect(findingLines([warning, error])).toEqual([
      "w1: port 6443 is taken (ports)",
      "  next: stop what listens there",
      "warning: packets are cut (mtu)",
    ]);
  });

  it("fail a task when one is an error, and all of them are told", () => {
    const plan = (found: readonly (typeof error)[], praise = "well") =>
      testResource(findingsModule, { found: [...found], praise }).plan();
    expect(plan([warning, error])).toMatchObject({
      kind: "failed",
      message: expect.stringMatching(/^1 error, 1 warning\n/),
    });
    expect(plan([warning])).toMatchObject({
      kind: "changes",
      changes: [],
      message: expect.stringMatching(/^1 warning\nwarning: packets/),
    });
    expect(plan([])).toEqual({ kind: "changes", changes: [], message: "well" });
    expect(plan([], "")).toEqual({ kind: "changes", changes: [] });
  });
});

describe("networks", () => {
  it.each([
    ["10.0.0.0/8", "10.244.0.0/16", true],
    ["10.244.0.0/16", "10.245.0.0/16", false],
    ["192.168.5.7", "192.168.4.0/23", true],
    ["192.168.6.7", "192.168.4.0/23", false],
    ["fd00:10::/56", "fd00:10:0:1::/64", true],
    ["fd00:10::/56", "10.0.0.0/8", false],
    ["0.0.0.0/0", "10.0.0.0/8", true],
    ["default", "10.0.0.0/8", false],
  ])("%s and %s: %s", (a, b, expected) => {
    expect(networksOverlap(a, b)).toBe(expected);
    expect(networksOverlap(b, a)).toBe(expected);
  });
});

describe("the health of etcd", () => {
  it("is what etcdctl says, in whatever else is printed", () => {
    const healthy = '[{"endpoint":"https://127.0.0.1:2379","health":true,"took":"4.1ms"}]';
    expect(parseEtcdHealth(`member=yes\n${healthy}\n`)).toEqual({ kind: "healthy" });
    const sick =
      '{"level":"warn"}\n[{"endpoint":"a","health":false,"took":"5s","error":"context deadline exceeded"}]\nError: unhealthy cluster\n';
    expect(parseEtcdHealth(`member=yes\n${sick}`)).toEqual({
      kind: "unhealthy",
      reason: "context deadline exceeded",
    });
    expect(parseEtcdHealth("member=yes\nno etcd runs here\n")).toMatchObject({ reason: "no etcd runs here" });
    expect(parseEtcdHealth("member=yes\n")).toMatchObject({ kind: "unhealthy" });
    expect(parseEtcdHealth("")).toEqual({ kind: "none" });
  });
});

describe("versions", () => {
  it("of API servers may be one minor release apart", () => {
    const servers = [
      { node: "cp1", version: "v1.34.1" },
      { node: "cp2", version: "v1.33.9" },
    ];
    expect(skewFindings(servers, [])).toEqual([]);
    expect(skewFindings([...servers, { node: "cp3", version: "v1.32.0" }], [])[0]?.message).toBe(
      "the API servers of cp3 (v1.32.0) and cp1 (v1.34.1) are 2 minor releases apart",
    );
  });

  it("that are not known accuse nobody", () => {
    expect(skewFindings([], [{ node: "w1", version: "v1.20.0" }])).toEqual([]);
    expect(skewFindings([{ node: "cp1", version: "" }], [{ node: "w1", version: "" }])).toEqual([]);
  });
});

describe("the answer of a cluster", () => {
  it("is made of four lists of kubectl", () => {
    const list = (...items: object[]) => ({ kind: "answered", output: JSON.stringify({ items }) }) as const;
    const answer = readClusterAnswer([
      list(nodeObject("cp1")),
      list(),
      list(),
      list(deploymentObject("coredns", 1, 2)),
    ]);
    expect(answer).toMatchObject({
      kind: "answered",
      objects: {
        nodes: [{ name: "cp1", ready: "True" }],
        workloads: [{ name: "coredns", ready: 1, desired: 2 }],
      },
    });
  });

  it("is none where one of them is missing", () => {
    const missing = { kind: "unanswered", reason: "the API server does not answer" } as const;
    expect(readClusterAnswer([{ kind: "answered", output: "{}" }, missing])).toEqual(missing);
  });
});
