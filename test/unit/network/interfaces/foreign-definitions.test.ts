import { describe, expect, it } from "vitest";
import { foreignDefinitions } from "../../../../src/network/interfaces/foreign-definitions.ts";
import { parseForeignFiles } from "../../../../src/network/interfaces/foreign-files.ts";
import type { Renderer } from "../../../../src/network/interfaces/rendered-file.ts";

const wanted = [{ name: "ens33", mac: "52:54:00:12:34:56", addresses: [] }];

function keysIn(renderer: Renderer, path: string, text: string): string[] {
  return foreignDefinitions(renderer, [{ path, text }], wanted).map(({ key }) => key);
}

const ethernets = (definition: string) => `network:\n  version: 2\n  ethernets:\n    ${definition}\n`;

describe("a file of somebody else for netplan is about an interface", () => {
  it.each([
    ["by its id", "ens33: {dhcp4: true}", ["network.ethernets.ens33"]],
    [
      "by the name that it gives",
      "lan: {match: {driver: e1000}, set-name: ens33}",
      ["network.ethernets.lan"],
    ],
    ["by its hardware address", 'lan: {match: {macaddress: "52:54:00:12:34:56"}}', ["network.ethernets.lan"]],
    ["by a pattern", "all: {match: {name: 'en*'}, dhcp4: true}", ["network.ethernets.all"]],
    ["not by a pattern of other names", "all: {match: {name: 'eth[0-9]'}}", []],
    ["not by a pattern that something narrows", "all: {match: {name: 'en*', driver: r8169}}", []],
    ["not by another id", "ens34: {dhcp4: true}", []],
    ["not where it is no YAML, which netplan says itself", "ens33: [", []],
  ])("%s", (_, definition, expected) => {
    expect(keysIn("netplan", "/etc/netplan/50-cloud-init.yaml", ethernets(definition))).toEqual(expected);
  });
});

describe("a file of somebody else for systemd-networkd", () => {
  const network = (match: string) => `# comment\n[Match]\n${match}\n\n[Network]\nDHCP=yes\n`;

  it.each([
    [
      "is used instead of lab's where its name comes first",
      "/run/systemd/network/10-all.network",
      "Name=en*",
      1,
    ],
    ["is not where its name comes later", "/etc/systemd/network/99-all.network", "Name=en*", 0],
    ["is not where it is about others", "/etc/systemd/network/10-all.network", "Name=eth0 wl*", 0],
    [
      "is where it names the hardware address",
      "/etc/systemd/network/10-a.network",
      "MACAddress=52:54:00:12:34:56",
      1,
    ],
    [
      "is not where something else narrows it",
      "/usr/lib/systemd/network/80-container-host0.network",
      "Kind=veth\nName=*",
      0,
    ],
  ])("%s", (_, path, match, count) => {
    expect(keysIn("networkd", path, network(match))).toHaveLength(count);
  });
});

describe("a file of somebody else for wicked", () => {
  it("is about the interface in its name", () => {
    expect(keysIn("wicked", "/etc/sysconfig/network/ifcfg-ens33", "")).toEqual(["the file"]);
    expect(keysIn("wicked", "/etc/sysconfig/network/ifroute-ens33", "")).toEqual(["the file"]);
    expect(keysIn("wicked", "/etc/sysconfig/network/ifcfg-ens331", "")).toEqual([]);
  });
});

describe("the answer of a host", () => {
  it("holds names and contents, whatever is in them", () => {
    const text = "file /etc/passwd\nof netplan\n";
    const base64 = Buffer.from(text).toString("base64");
    expect(parseForeignFiles(`file /etc/netplan/a.yaml\n${base64}\nfile /etc/netplan/b c.yaml\n`)).toEqual([
      { path: "/etc/netplan/a.yaml", text },
      { path: "/etc/netplan/b c.yaml", text: "" },
    ]);
  });
});
