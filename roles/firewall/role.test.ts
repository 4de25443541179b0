import { describe, expect, it } from "vitest";
import { parseFirewallState } from "../../src/network/firewall/parse-firewall-state.ts";
import { nothingThere } from "../../src/testing/path-states.ts";
import { type TestedRole, testRole } from "../../src/testing/test-role.ts";
import role from "./role.ts";

const names = (args: Parameters<typeof role.tasks>[0]["args"]) =>
  testRole(role, { args }).tasks.map(({ name }) => name);

const keep = (tested: TestedRole) => tested.task("Keep the firewall's rules").built().resource;

/** What a host says that has no firewall. */
const silent = {
  firewall: parseFirewallState("==lab ssh==\nport 22\n"),
  script: nothingThere,
  unit: nothingThere,
  service: { kind: "missing" },
  input: nothingThere,
  forward: nothingThere,
  zone: nothingThere,
};

describe("the firewall's role", () => {
  it("installs what is named, but not what would start by itself", () => {
    const kept = "Keep the firewall's rules";
    expect(names({})).toEqual([kept]);
    expect(names({ settings: { kind: "nftables" } })).toEqual(["Install nftables", kept]);
    expect(names({ settings: { kind: "firewalld" } })).toEqual([kept]);
    expect(names({ settings: { kind: "ufw", state: "absent" } })).toEqual([kept]);
  });

  it("may cut the connection, and says so", () => {
    expect(keep(testRole(role, { args: {} })).guarded).toBe(true);
  });

  it("takes the port of WireGuard from its own settings", () => {
    const args = {
      vpn: "wireguard",
      wireguard: { port: 51900, nodes: { worker1: { port: 51901 } } },
    } as const;
    const rules = (host: string) => JSON.stringify(keep(testRole(role, { args, host })).result?.(silent));
    expect(rules("cp1")).toContain('"udp 51900"');
    expect(rules("worker1")).toContain('"udp 51901"');
  });

  it("refuses rules that say nothing", () => {
    expect(() => names({ settings: { rules: [{ comment: "all" }] } })).toThrow("would let in everything");
  });
});
