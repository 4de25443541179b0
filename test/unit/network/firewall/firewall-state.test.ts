import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { activeKinds, chooseKind, foreignInput } from "../../../../src/network/firewall/choose-kind.ts";
import type { FirewallState } from "../../../../src/network/firewall/firewall-state.ts";
import { closes, isForeign } from "../../../../src/network/firewall/nft-chain.ts";
import { parseFirewallState } from "../../../../src/network/firewall/parse-firewall-state.ts";
import { tagsIn } from "../../../../src/network/firewall/rule-marks.ts";

const recorded = (name: string): FirewallState =>
  parseFirewallState(readFileSync(join(import.meta.dirname, `recorded/${name}.txt`), "utf8"));
const nothing: FirewallState = parseFirewallState("==lab ssh==\nport 22\n");
const own = { lines: ['tcp dport 22 accept comment "lab: ssh e2038250"'], sha256: "1" };
const debian = {
  family: "inet",
  table: "filter",
  name: "input",
  hook: "input",
  policy: "accept",
  rules: [],
} as const;

describe("what a host says of its firewalls", () => {
  it("nftables: chains of others, and lab's rules in them", () => {
    const { nftables, ssh, record, ufw } = recorded("nftables");
    expect(ssh).toEqual({ ports: [22, 2222], client: "192.168.64.1" });
    expect(ufw).toBeNull();
    expect(nftables?.chains.map((chain) => [chain.family, chain.table, chain.hook, closes(chain)])).toEqual([
      ["inet", "filter", "input", true],
      ["inet", "filter", "forward", true],
      ["ip", "second", "input", true],
    ]);
    expect(nftables?.chains[0]?.rules).not.toContain('jump lab_input comment "lab: input"');
    expect(tagsIn(nftables?.own.lines ?? [])).toContain("lab: kubelet be4857ca");
    expect(record?.rules).toBe(nftables?.own.sha256);
  });

  it("ufw: whether it is active, and its rules as it prints them", () => {
    const state = recorded("ufw");
    expect(state.ufw).toMatchObject({ isActive: true, incoming: "deny" });
    expect(state.ufw?.rules).toContain("limit 6443/tcp comment 'mine'");
    expect(activeKinds(state)).toEqual(["ufw"]);
  });

  it("firewalld: what is loaded, what is permanent, and what its zones let in", () => {
    const { firewalld } = recorded("firewalld");
    expect(firewalld?.isRunning).toBe(true);
    expect(firewalld?.loaded["lab-input"]).toContain('rule port port="22" protocol="tcp" accept');
    expect(firewalld?.loaded).toEqual(firewalld?.permanent);
    expect(firewalld?.unsaved).toEqual([]);
    expect(firewalld?.zones).toContain("public: ports: 8080/tcp");
  });

  it("firewalld: settings that a reload would lose", () => {
    const text = readFileSync(join(import.meta.dirname, "recorded/firewalld.txt"), "utf8");
    const changed = text.replace("ports: 8080/tcp", "ports: 8080/tcp 1234/tcp");
    expect(parseFirewallState(changed).firewalld?.unsaved).toEqual(["public"]);
  });
});

describe("which firewall it is", () => {
  it("is the one that is active", () => {
    expect(chooseKind("auto", recorded("nftables"))).toEqual({ kind: "nftables" });
    expect(chooseKind("auto", { ...nothing, nftables: { chains: [debian], own } })).toEqual({
      kind: "nftables",
    });
    expect(chooseKind("auto", nothing)).toEqual({ kind: null, active: [] });
    expect(chooseKind("iptables", nothing)).toEqual({ kind: "iptables" });
  });

  it("is lab's own only where nobody has another", () => {
    const alone: FirewallState = { ...nothing, nftables: { chains: [], own } };
    expect(chooseKind("auto", alone)).toEqual({ kind: "nftables" });
    expect(chooseKind("auto", { ...alone, ufw: recorded("ufw").ufw })).toEqual({ kind: "ufw" });
  });

  it("is for the user to say where several are active", () => {
    const { ufw } = recorded("ufw");
    const both = { ...nothing, ufw, nftables: { chains: [debian], own } };
    expect(chooseKind("auto", both)).toEqual({ kind: null, active: ["ufw", "nftables"] });
    expect(chooseKind("ufw", both)).toEqual({ kind: "ufw" });
  });

  it("is none that programs make for themselves", () => {
    const tables = ["kube-proxy", "firewalld", "f2b-table", "calico"];
    expect(tables.map((table) => isForeign({ ...debian, table }))).toEqual([false, false, false, false]);
    expect(isForeign({ ...debian, family: "ip", name: "INPUT" })).toBe(false);
    const lines = [
      "-P INPUT ACCEPT",
      "-A INPUT -j KUBE-FIREWALL",
      "-A INPUT -m comment --comment x -j CILIUM_INPUT",
    ];
    expect(foreignInput(lines.map((line) => `iptables ${line}`))).toEqual([]);
    expect(foreignInput(["iptables -P INPUT DROP"])).toEqual(["iptables -P INPUT DROP"]);
  });

  it("closes the host by its policy, or by a last rule for everything", () => {
    const ends = [
      "drop",
      "counter packets 3 bytes 180 drop",
      'log prefix "a b" level info reject with icmpx admin-prohibited',
    ];
    expect(ends.map((rule) => closes({ ...debian, rules: [rule] }))).toEqual([true, true, true]);
    const others = ["ip saddr 10.0.0.1 drop", "tcp dport 9 counter drop", "accept"];
    expect(others.map((rule) => closes({ ...debian, rules: [rule] }))).toEqual([false, false, false]);
  });
});
