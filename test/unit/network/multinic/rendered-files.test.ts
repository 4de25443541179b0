import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { interfaceFiles } from "../../../../src/network/multinic/interface-files.ts";
import { parseHostInterfaces } from "../../../../src/network/multinic/parse-host-interfaces.ts";
import { mac, plain, rich } from "./example-host.ts";

describe("files of an extra interface", () => {
  const all = (["netplan", "wicked"] as const).flatMap((backend) => [
    ...interfaceFiles(backend, "multinic0", plain),
    ...interfaceFiles(backend, "multinic12", rich),
  ]);

  it.each(all.map((file) => [file.path, file] as const))("%s is this", async (path, { text }) => {
    await expect(text).toMatchFileSnapshot(`golden${path}`);
  });

  it("are nobody else's to read where they could hold more one day", () => {
    expect(all.map(({ path, mode }) => `${mode} ${path}`)).toEqual([
      "0600 /etc/netplan/90-multinic0.yaml",
      "0600 /etc/netplan/912-multinic12.yaml",
      "0600 /etc/sysconfig/network/ifcfg-multinic0",
      "0644 /etc/systemd/network/90-multinic0.link",
      "0644 /etc/sysconfig/network/ifroute-multinic0",
      "0600 /etc/sysconfig/network/ifcfg-multinic12",
      "0644 /etc/systemd/network/912-multinic12.link",
      "0644 /etc/sysconfig/network/ifroute-multinic12",
    ]);
  });

  it("keep a hardware address a text also for YAML 1.1", () => {
    const digits = { ...plain, mac: "52:54:00:12:34:56" };
    const [file] = interfaceFiles("netplan", "multinic0", digits);
    const read = parse(file?.text ?? "", { version: "1.1" });
    expect(read.network.ethernets.multinic0.match.macaddress).toBe(digits.mac);
  });

  it("name a file after the interface, by which it is found again", () => {
    expect(parseHostInterfaces(`links []\nown 912-multinic12.yaml ${mac(1)}\n`).own).toEqual([
      { name: "multinic12", mac: mac(1) },
    ]);
  });
});
