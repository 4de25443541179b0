import { describe, expect, it } from "vitest";
import { firewallText } from "../../../../src/network/firewall/firewall-text.ts";

const report = {
  kind: "nftables",
  active: ["nftables"],
  ssh: { client: "192.0.2.9", ports: [22] },
  rules: [
    { name: "ssh", lets_in: "tcp 22", why: "SSH", needed_by: "lab", mark: "there" },
    { name: "own-1", lets_in: "udp 53 from 10.0.0.0/8", why: "DNS", needed_by: "you", mark: "to add" },
  ],
  to_remove: ["lab: own-1 c26a277c"],
  not_labs: [{ kind: "nftables", rule: "inet filter input: tcp dport 8080 accept" }],
  changes: true,
  remark: null,
} as const;

describe("lab firewall plan", () => {
  it("says of each rule why it is there, and whose it is", async () => {
    await expect(firewallText("cp1", report)).toMatchFileSnapshot("golden/plan.txt");
  });

  it("says why nothing would be done", () => {
    const none = { ...report, kind: null, active: [], rules: [], to_remove: [], not_labs: [] } as const;
    const text = firewallText("cp1", { ...none, remark: "no firewall is active, so none was touched" });
    expect(text).toMatch(/^cp1: no firewall is active\n.*\nno firewall is active, so none was touched\n$/);
    const several = firewallText("cp1", { ...none, active: ["ufw", "nftables"], remark: "say which" });
    expect(several).toMatch(/^cp1: ufw and nftables are active\n/);
  });
});
