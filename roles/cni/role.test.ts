import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { NodeList } from "../../src/kubernetes/node-list.ts";
import { fileHolding } from "../../src/testing/path-states.ts";
import { testRole } from "../../src/testing/test-role.ts";
import { bridgeConfig } from "./bridge-config.ts";
import { isPending } from "./pod-cidrs-module.ts";
import { podNetworkScript } from "./pod-network-script.ts";
import { parseRoutes } from "./pod-routes-module.ts";
import { missingRules, podRules } from "./pod-rules.ts";
import { readTables } from "./pod-rules-module.ts";
import role from "./role.ts";

const golden = (name: string): string => join(import.meta.dirname, "golden", name);

const node = (name: string, number: number, podCidrs = [`10.244.${number}.0/24`]) => ({
  name,
  podCidrs,
  marks: null,
  addresses: [`10.0.0.${number + 2}`],
});
const nodes: NodeList = {
  kind: "answered",
  nodes: [node("cp1", 0), node("worker1", 1), node("worker2", 2)],
};
const silent: NodeList = { kind: "unanswered", reason: "the API server does not answer" };
const folder = join(import.meta.dirname, "../..");

/** Nobody is about to join. */
const there = { "reach cp1": true, "join cp1": true, "reach worker1": true, "join worker1": true };
const known = { cp1: nodes, ...there };

/** Of the cluster "demo", which has cp1 and worker1. */
function bridge(answer: NodeList | null, others: Record<string, unknown> = {}, host = "worker1") {
  return testRole(role, {
    args: { cni: "bridge" },
    facts: { cp1: answer, ...there, ...others },
    host,
    folder,
  });
}

describe("the bridge", () => {
  it("gives the pods of a node addresses from the node's own networks", async () => {
    await expect(bridgeConfig({ podCidrs: ["10.244.1.0/24"], mtu: 1450 })).toMatchFileSnapshot(
      golden("bridge.conflist"),
    );
    await expect(bridgeConfig({ podCidrs: ["10.244.1.0/24", "fd00:10:244:1::/64"] })).toMatchFileSnapshot(
      golden("bridge-dual-stack.conflist"),
    );
  });

  it("is configured as the control plane says, and again not at all", () => {
    const configure = bridge(nodes).task("Configure the bridge").built();
    const text = bridgeConfig({ podCidrs: ["10.244.1.0/24"] });
    expect(configure.plan({ missing: [] })).toMatchObject({
      changes: [{ path: "/etc/cni/net.d/10-lab-bridge.conflist", after: { content: { text } } }],
    });
    expect(configure.plan({ missing: [], file: fileHolding(text) })).toEqual({
      kind: "changes",
      changes: [],
    });
    expect(configure.plan({ missing: ["bridge"] })).toEqual({
      kind: "blocked",
      reason: "there is no /opt/cni/bin/bridge",
    });
  });

  it("makes the folder where there is none", () => {
    const configure = bridge(nodes).task("Configure the bridge").built();
    expect(configure.plan({ missing: [], file: { kind: "absent", parent: "absent" } })).toMatchObject({
      changes: [{ kind: "run", script: "mkdir -p /etc/cni/net.d" }, { kind: "path" }],
    });
  });

  it.each([
    [null, "no control plane says which nodes there are"],
    [silent, "no control plane says which nodes there are: the API server does not answer"],
    [{ ...nodes, nodes: [node("cp1", 0)] }, "worker1 is no node of the cluster yet"],
    [{ ...nodes, nodes: [node("worker1", 1, [])] }, "the node worker1 has no pod CIDR yet"],
  ])("waits for what it does not know: %j", (answer, reason) => {
    expect(bridge(answer).task("Configure the bridge").waitsFor).toBe(reason);
  });

  it("refuses a configuration of another network that would come first, or puts it aside", () => {
    const name = "See that no other pod network comes first";
    const names = ["05-cilium.conflist", "10-lab-bridge.conflist", "99-other.conf"];
    expect(bridge(nodes).task(name).built().plan({ names })).toMatchObject({ kind: "failed" });
    const args = { cni: "bridge", replace_others: true } as const;
    const replacing = testRole(role, { args, facts: known, folder }).task(name).built();
    expect(replacing.plan({ names })).toMatchObject({
      changes: [
        {
          script:
            "mv -f '/etc/cni/net.d/05-cilium.conflist' '/etc/cni/net.d/05-cilium.conflist.replaced-by-lab'",
        },
      ],
    });
    expect(replacing.planAgain({ names })).toEqual({ kind: "changes", changes: [] });
    expect(replacing.plan({ names: names.slice(1) })).toEqual({ kind: "changes", changes: [] });
  });

  it("waits for networks only where nodes lack one", () => {
    expect(isPending(nodes)).toBe(false);
    expect(isPending(silent)).toBe(false);
    expect(isPending({ kind: "answered", nodes: [node("worker1", 1, [])] })).toBe(true);
  });

  it("is nothing for a host that holds etcd alone, and for other networks", () => {
    expect(testRole(role, { args: { cni: "none" } }).tasks).toEqual([]);
    expect(testRole(role, { args: { cni: "cilium" } }).tasks).toEqual([]);
    expect(testRole(role, { args: {} }).tasks).toEqual([]);
  });
});

describe("routes to pods", () => {
  const name = "Set the routes to the pods of other nodes";
  const routes = () => bridge(nodes).task(name).built();

  it("lead to all other nodes, and to nothing else", () => {
    const now = [
      { to: "10.244.0.0/24", via: "10.0.0.9" },
      { to: "10.244.7.0/24", via: "10.0.0.7" },
    ];
    expect(routes().plan({ now })).toMatchObject({
      changes: [
        {
          summary: "ip route replace: to the pods of cp1, worker2; ip route del: 10.244.7.0/24",
          script: [
            "set -e",
            "ip -4 route replace 10.244.0.0/24 via 10.0.0.2 proto 76",
            "ip -4 route replace 10.244.2.0/24 via 10.0.0.4 proto 76",
            "ip -4 route del 10.244.7.0/24 via 10.0.0.7 proto 76",
          ].join("\n"),
        },
      ],
    });
    expect(routes().planAgain({ now })).toEqual({ kind: "changes", changes: [] });
  });

  it("are read from what ip prints", () => {
    const printed =
      "10.244.2.0/24 via 10.0.0.4 dev eth0 \nfd00:2::/64 via fd00::4 dev eth0 metric 1024 pref medium\n";
    expect(parseRoutes(printed)).toEqual([
      { to: "10.244.2.0/24", via: "10.0.0.4" },
      { to: "fd00:2::/64", via: "fd00::4" },
    ]);
  });

  it("wait for a node without an address of that family", () => {
    const dual = { kind: "answered", nodes: [node("worker1", 1), node("cp1", 0, ["fd00:1::/64"])] } as const;
    expect(bridge(dual).task(name).waitsFor).toBe("the node cp1 has no address that leads to fd00:1::/64");
  });

  it.each([
    [
      "joins, as a check foretells",
      { kind: "joined" },
      true,
      ["ip route replace: to the pods of worker1, once it is a node"],
    ],
    [
      "joins, which a check cannot foretell yet",
      null,
      true,
      ["ip route replace: to the pods of worker1, once it is a node"],
    ],
    ["does not join", true, true, []],
    ["cannot be reached", null, null, []],
  ])("are announced to a node that %s", (_what, join, reach, summaries) => {
    const without = { kind: "answered", nodes: [node("cp1", 0)] } as const;
    const facts = { "reach worker1": reach, "join worker1": join };
    const plan = bridge(without, facts, "cp1").task(name).built().plan({ now: [] });
    expect(
      plan.kind === "changes" && plan.changes.map((change) => change.kind === "run" && change.summary),
    ).toEqual(summaries);
  });

  it("are none for a node that is alone, also while there is no cluster", () => {
    const alone = [{ name: "cp1", role: "control_plane", host: "10.0.0.2" }];
    const inventory = {
      clusters: [{ name: "dev", pod_cidr: "10.244.0.0/16", service_cidr: "10.96.0.0/16", nodes: alone }],
    };
    const tested = testRole(role, { args: { cni: "bridge" }, inventory, facts: { cp1: silent }, folder });
    expect(tested.task(name).built().plan({ now: [] })).toEqual({ kind: "changes", changes: [] });
  });
});

describe("rules for pods", () => {
  const rules = podRules("10.244.0.1/16");
  const nat = ["-P POSTROUTING ACCEPT", "-N LAB-POD-MASQ", rules.toMasquerade, ...rules.masquerade].join(
    "\n",
  );

  it("keep addresses between pods, and hide them from all others", () => {
    expect(rules.masquerade[0]).toBe("-A LAB-POD-MASQ -d 10.244.0.0/16 -j RETURN");
    expect(missingRules(rules, { nat, filter: "-P FORWARD ACCEPT" })).toEqual([]);
    expect(missingRules(rules, { nat: nat.replace("-j RETURN", "-j ACCEPT"), filter: "" })).toHaveLength(1);
  });

  it("let pods through only where FORWARD drops", () => {
    const filter = ["-P FORWARD DROP", "-N LAB-POD-FORWARD"].join("\n");
    expect(missingRules(rules, { nat, filter })).toEqual(["forward pods"]);
    const whole = [filter, rules.toForward, ...rules.forward].join("\n");
    expect(missingRules(rules, { nat, filter: whole })).toEqual([]);
  });

  it("are read for each family, and for none where there is no iptables", () => {
    expect(readTables("a\n==lab==\nb\n==lab==\n==lab none==\n", 2)).toEqual([
      { nat: "a\n", filter: "\nb\n" },
      null,
    ]);
  });

  it("are written in the kernel's words for IPv6", () => {
    expect(podRules("FD00:0010:0244::/56").toMasquerade).toBe(
      "-A POSTROUTING -s fd00:10:244::/56 -j LAB-POD-MASQ",
    );
  });
});

describe("the script for the next boot", () => {
  it("sets routes and rules", async () => {
    const routes = [
      { to: "10.244.2.0/24", via: "10.0.0.4", node: "worker2" },
      { to: "fd00:2::/64", via: "fd00::4", node: "worker2" },
    ];
    await expect(
      podNetworkScript(["10.244.0.0/16", "fd00::/56"], { routes, joining: [] }),
    ).toMatchFileSnapshot(golden("lab-pod-network.sh"));
  });
});
