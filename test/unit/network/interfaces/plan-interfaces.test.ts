import { describe, expect, it } from "vitest";
import { interfacesModule } from "../../../../src/network/interfaces/interfaces-module.ts";
import type { KernelState } from "../../../../src/network/interfaces/kernel-state.ts";
import type { Renderer } from "../../../../src/network/interfaces/rendered-file.ts";
import type { Plan } from "../../../../src/resources/resource.ts";
import type { NodeInterface } from "../../../../src/role/role-context.ts";
import { fileHolding } from "../../../../src/testing/path-states.ts";
import { testResource } from "../../../../src/testing/planned-resource.ts";
import { expectReviewed } from "../expect-reviewed.ts";
import { bareLink, exampleInterfaces, handmade, withoutNameServers } from "./example-interfaces.ts";

const nat: NodeInterface = {
  name: "ens33",
  mac: "52:54:00:12:34:56",
  addresses: ["192.168.5.11/24"],
  gateway: "192.168.5.2",
};
const inner: NodeInterface = { name: "ens37", addresses: ["172.100.100.2/24"], mtu: 1400 };

function resourceOf(interfaces: readonly NodeInterface[], args: object = {}, renderer: Renderer = "netplan") {
  return testResource(interfacesModule(interfaces), { renderer, own: [], ...args });
}

function planned(interfaces: readonly NodeInterface[], args: object = {}, states: object = {}): Plan {
  return resourceOf(interfaces, args).plan({ kernel: handmade, foreign: [], ...states });
}

function runs(plan: Plan) {
  if (plan.kind !== "changes") throw new Error(JSON.stringify(plan));
  return plan.changes.flatMap((change) => (change.kind === "run" ? [change] : []));
}

const allThere: KernelState = {
  ...handmade,
  links: ["33", "37", "38", "39", "40", "41", "42"].map((number) =>
    bareLink(`ens${number}`, `52:54:00:12:34:${number === "33" ? "56" : number === "38" ? "58" : number}`),
  ),
};

describe("interfaces as they are to be", () => {
  it.each(["netplan", "networkd", "wicked"] as const)("are reached by %s, and then stay", (renderer) => {
    const interfaces = renderer === "wicked" ? withoutNameServers : exampleInterfaces;
    const resource = resourceOf(interfaces, {}, renderer);
    const states = { kernel: allThere, foreign: [] };
    expect(resource.plan(states)).toMatchObject({ kind: "changes" });
    expect(resource.planAgain(states)).toEqual({ kind: "changes", changes: [] });
  });

  it("are checked by netplan before anything is written, and can all be taken back", async () => {
    const plan = planned([nat, inner]);
    if (plan.kind !== "changes") throw new Error(JSON.stringify(plan));
    expect(plan.changes.map((change) => (change.kind === "run" ? change.summary : change.path))).toEqual([
      "netplan generate, in a folder of its own",
      "/etc/netplan/90-lab-ens33.yaml",
      "/etc/netplan/90-lab-ens37.yaml",
      "netplan apply: ens33, ens37",
    ]);
    const [check, apply] = runs(plan);
    await expectReviewed(check?.script ?? "", "netplan-check");
    await expectReviewed(`LAB_ENTRY=/e\n${apply?.script}`, "netplan-apply");
    await expectReviewed(`LAB_ENTRY=/e\n${apply?.afterUndo}`, "netplan-restore");
  });

  it.each(["networkd", "wicked"] as const)("are applied by commands of %s", async (renderer) => {
    const resource = resourceOf(withoutNameServers, {}, renderer);
    const kernel = { ...allThere, isNetworkdActive: true };
    const [apply] = runs(resource.plan({ kernel, foreign: [] }));
    await expectReviewed(`LAB_ENTRY=/e\n${apply?.script}`, `${renderer}-apply`);
    await expectReviewed(`LAB_ENTRY=/e\n${apply?.afterUndo}`, `${renderer}-restore`);
  });

  it("need no new files where only the kernel has lost an address", () => {
    const resource = resourceOf([inner]);
    const written = resource.plan({ kernel: handmade, foreign: [] });
    const file = written.kind === "changes" ? written.changes.find((change) => change.kind === "path") : null;
    const content = file?.kind === "path" && file.after.kind === "file" ? file.after.content : null;
    const text = content?.kind === "text" ? content.text : "";
    const there = { ...fileHolding(text), mode: "0600" };
    const plan = resource.plan({ kernel: handmade, foreign: [], "/etc/netplan/90-lab-ens37.yaml": there });
    expect(plan).toMatchObject({
      message: "ens37 has not the MTU 1400; ens37 has no address 172.100.100.2/24",
      changes: [{ kind: "run", summary: "netplan apply: ens37" }],
    });
  });

  it("lose what nothing would bring back after a reboot, but no address of one host, and none from DHCP", () => {
    const moved = planned([{ ...nat, addresses: ["10.0.0.1/24"], gateway: "10.0.0.254" }, inner]);
    const script = runs(moved)[1]?.script ?? "";
    expect(script.match(/^ip .* del .*$/gm)).toEqual([
      "ip -4 route del default via 192.168.5.2 dev 'ens33' 2>/dev/null || :",
      "ip addr del 192.168.5.11/24 dev 'ens33' 2>/dev/null || :",
      "ip addr del 172.100.100.9/24 dev 'ens37' 2>/dev/null || :",
    ]);
  });
});

describe("interfaces that nothing declares any more", () => {
  const own = ["/etc/netplan/90-lab-ens37.yaml", "/etc/netplan/90-lab-bond0.20.yaml"];
  const vlan = fileHolding("network:\n  version: 2\n  vlans:\n    bond0.20: {}\n");
  const states = {
    "/etc/netplan/90-lab-ens37.yaml": fileHolding(""),
    "/etc/netplan/90-lab-bond0.20.yaml": vlan,
  };

  it("lose lab's files, and go where lab has made them", () => {
    const plan = planned([nat], { own }, states);
    const script = runs(plan)[1]?.script ?? "";
    expect(script).toContain("ip link delete dev 'bond0.20'");
    expect(script).not.toContain("delete dev 'ens37'");
    const removed = plan.kind === "changes" ? plan.changes.filter(({ kind }) => kind === "path") : [];
    expect(removed).toMatchObject([
      { path: "/etc/netplan/90-lab-ens33.yaml", after: { kind: "file" } },
      { path: own[0], after: { kind: "absent" } },
      { path: own[1], after: { kind: "absent" } },
    ]);
  });
});

describe("interfaces are left alone", () => {
  const cloudInit = {
    path: "/etc/netplan/50-cloud-init.yaml",
    text: "network:\n  version: 2\n  ethernets:\n    ens33:\n      dhcp4: true\n",
  };

  it("where a file of somebody else is about them, which is named with its key", () => {
    expect(planned([nat], {}, { foreign: [cloudInit] })).toEqual({
      kind: "blocked",
      reason:
        "/etc/netplan/50-cloud-init.yaml (network.ethernets.ens33) is about ens33, too, and lab leaves files of others alone: take it out there, or out of the inventory",
    });
    expect(planned([inner], {}, { foreign: [cloudInit] }).kind).toBe("changes");
  });

  it("where the host has none of that name or hardware address", () => {
    expect(planned([{ name: "ens38", addresses: [] }])).toEqual({
      kind: "blocked",
      reason: "there is no interface ens38; the host has eth0 (52:54:00:12:34:56), ens37 (52:54:00:12:34:57)",
    });
    expect(planned([{ ...nat, mac: "52:54:00:00:00:00" }])).toMatchObject({
      reason: expect.stringMatching(
        /^there is no interface with the hardware address 52:54:00:00:00:00 \(ens33\)/,
      ),
    });
    expect(planned([{ ...nat, name: "ens37" }])).toEqual({
      kind: "blocked",
      reason: "eth0 is to be called ens37, which is the name of another interface",
    });
  });

  it("where the address of this connection would be lost, unless that is meant", () => {
    const moved = [{ ...nat, addresses: ["192.168.5.12/24"] }];
    const args = { ssh_address: "192.168.5.11" };
    expect(planned(moved, args)).toEqual({
      kind: "failed",
      message:
        'this connection uses the address 192.168.5.11, and the interface ens33 would get others: declare it, or set "move_ssh: true" where this is meant',
    });
    expect(planned(moved, { ...args, move_ssh: true }).kind).toBe("changes");
    expect(planned([nat], args).kind).toBe("changes");
    const own = ["/etc/netplan/90-lab-eth0.yaml"];
    const states = { "/etc/netplan/90-lab-eth0.yaml": fileHolding("") };
    expect(planned([inner], { ...args, own }, states)).toMatchObject({ kind: "failed" });
    expect(planned([inner], { ssh_address: "172.100.100.77", own }, states)).toMatchObject({
      kind: "failed",
    });
  });

  it("where wicked cannot give name servers to one of them", () => {
    const plan = resourceOf(exampleInterfaces, {}, "wicked").plan({ kernel: allThere, foreign: [] });
    expect(plan).toMatchObject({
      kind: "blocked",
      reason: expect.stringContaining("NETCONFIG_DNS_STATIC_SERVERS"),
    });
  });
});
