import { describe, expect, it } from "vitest";
import { parseNetworkSetup } from "../../src/network/interfaces/network-setup.ts";
import { fileHolding } from "../../src/testing/path-states.ts";
import { testRole } from "../../src/testing/test-role.ts";
import { handmade } from "../../test/unit/network/interfaces/example-interfaces.ts";
import { contentWritten } from "../../test/unit/roles/content-written.ts";
import role from "./role.ts";

const inventory = {
  clusters: [
    {
      name: "demo",
      pod_cidr: "10.244.0.0/16",
      service_cidr: "10.96.0.0/16",
      nodes: [
        {
          name: "cp1",
          role: "control_plane",
          host: "192.168.5.11",
          interfaces: [{ name: "ens37", addresses: ["172.100.100.2/24"] }],
        },
      ],
    },
  ],
};
const own = ["/etc/netplan/90-lab-ens37.yaml"];
const nothing = parseNetworkSetup("");
const states = { kernel: handmade, foreign: [] };

function configured(setup: object, args: Parameters<typeof role.tasks>[0]["args"] = {}) {
  const facts = { setup: { ...nothing, ...setup } };
  return testRole(role, { args, inventory, facts }).task("Configure the network interfaces");
}

describe("the renderer", () => {
  const netplan = { hasNetplan: true, isNetplanUsed: true };
  const everything = { ...netplan, hasWicked: true, isNetworkdActive: true };

  it.each([
    ["netplan where it is in use", everything, "/etc/netplan/90-lab-ens37.yaml"],
    ["wicked", { ...everything, isNetplanUsed: false }, "/etc/sysconfig/network/ifcfg-ens37"],
    [
      "systemd-networkd where it runs",
      { ...everything, isNetplanUsed: false, hasWicked: false },
      "/etc/systemd/network/90-lab-ens37.network",
    ],
    ["netplan where there is nothing else", { hasNetplan: true }, "/etc/netplan/90-lab-ens37.yaml"],
  ])("is %s", (_, setup, path) => {
    expect(configured(setup).built().plan(states)).toMatchObject({
      kind: "changes",
      changes: expect.arrayContaining([expect.objectContaining({ path })]),
    });
  });

  it("is the one that is asked for, where the host has it", () => {
    const text = contentWritten(configured(everything, { renderer: "networkd" }), states);
    expect(text).toContain("[Match]\nName=ens37\n");
    expect(configured({}, { renderer: "networkd" }).waitsFor).toBe("systemd-networkd does not run");
    expect(configured({}).waitsFor).toBe(
      "neither netplan nor wicked is installed, and systemd-networkd does not run",
    );
  });
});

describe("what lab has written", () => {
  it("is removed again by state: absent, and nothing is done where there is none", () => {
    const plan = configured({ hasNetplan: true, own }, { state: "absent" })
      .built()
      .plan({ ...states, "/etc/netplan/90-lab-ens37.yaml": fileHolding("") });
    expect(plan).toMatchObject({
      changes: [{ kind: "run" }, { path: own[0], after: { kind: "absent" } }, { kind: "run" }],
    });
    expect(configured({ hasNetplan: true }, { state: "absent" }).runs).toBe(false);
  });
});

describe("the answer of a host", () => {
  it("tells what is there, and at which address it is reached", () => {
    const printed = `has netplan
has netplan-files
own /etc/netplan/90-lab-ens37.yaml
ssh 192.168.5.1 51234 ::ffff:192.168.5.11 22
`;
    expect(parseNetworkSetup(printed)).toEqual({
      hasNetplan: true,
      isNetplanUsed: true,
      hasWicked: false,
      isNetworkdActive: false,
      own,
      sshAddress: "192.168.5.11",
    });
  });
});
