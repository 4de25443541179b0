import { describe, expect, it } from "vitest";
import { firewallVariables } from "../../../src/cli/firewall-variables.ts";

const read = (variables: Readonly<Record<string, unknown>>) =>
  firewallVariables({ lookUp: (name) => variables[name] });

describe("the variables that a firewall follows from", () => {
  it("are those of the playbook, and may all be missing", () => {
    expect(read({})).toEqual({ settings: {}, cni: "none", vpn: "none", wireguard: {} });
    const given = {
      firewall: { kind: "ufw" },
      cni: "cilium",
      vpn: "wireguard",
      wireguard: { port: 51900, mtu: 1280 },
    };
    expect(read(given)).toEqual({
      settings: { kind: "ufw" },
      cni: "cilium",
      vpn: "wireguard",
      wireguard: { port: 51900, mtu: 1280 },
    });
  });

  it("are refused as the playbook would refuse them", () => {
    expect(() => read({ firewall: { kinds: "ufw" } })).toThrow('unknown key "kinds" in variable "firewall"');
    expect(() => read({ cni: "weave" })).toThrow(/cni/);
  });
});
