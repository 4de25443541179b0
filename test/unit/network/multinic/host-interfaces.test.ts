import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { InternalError } from "../../../../src/errors.ts";
import { hostInterfacesScript } from "../../../../src/network/multinic/host-interfaces-script.ts";
import { parseHostInterfaces } from "../../../../src/network/multinic/parse-host-interfaces.ts";
import { expectReviewed } from "../expect-reviewed.ts";
import { mac } from "./example-host.ts";

const recorded = readFileSync(join(import.meta.dirname, "recorded/debian-12.txt"), "utf8");

it("asks by a script that is as reviewed", () => expectReviewed(hostInterfacesScript, "host-interfaces"));

it("reads what Debian 12 prints", () => {
  const { backend, own, configured, links } = parseHostInterfaces(recorded);
  expect({ backend, own, configured }).toEqual({
    backend: "netplan",
    own: [0, 1, 2].map((number) => ({ name: `multinic${number}`, mac: mac(number) })),
    configured: ["px3"],
  });
  const byName = new Map(links.map((link) => [link.name, link]));
  expect(byName.get("multinic0")).toEqual({
    name: "multinic0",
    mac: mac(0),
    isUp: true,
    mtu: 1400,
    kind: "veth",
    master: "",
    parent: "px0",
    addresses: [
      { address: "10.77.0.1/24", isDynamic: false },
      { address: "fd00:77::1/64", isDynamic: false },
    ],
    routes: [
      { to: "10.77.0.0/24", via: "", metric: 0, protocol: "kernel" },
      { to: "10.78.0.0/16", via: "10.77.0.254", metric: 0, protocol: "static" },
      { to: "10.79.0.0/16", via: "", metric: 0, protocol: "static" },
      { to: "fd00:77::/64", via: "", metric: 256, protocol: "kernel" },
    ],
  });
  expect(byName.get("ex3")?.master).toBe("br0");
  expect(byName.get("br0")?.kind).toBe("bridge");
  expect(byName.get("vl0")).toMatchObject({ kind: "macvlan", parent: "multinic2" });
  expect(byName.get("eth0")?.routes[0]).toMatchObject({ to: "default", via: "192.168.48.1" });
  expect(byName.has("lo")).toBe(false);
});

it("reads files of wicked, and knows nothing of a host without either", () => {
  const printed =
    "backend wicked\nlinks []\nroutes []\nroutes \nown ifcfg-multinic7 FA:16:3E:00:00:01\nown ifcfg-multinic8 \n";
  expect(parseHostInterfaces(printed)).toMatchObject({
    backend: "wicked",
    own: [
      { name: "multinic7", mac: mac(1) },
      { name: "multinic8", mac: "" },
    ],
  });
  expect(parseHostInterfaces("links []\n").backend).toBeNull();
});

it("says so where ip prints no JSON", () => {
  expect(() => parseHostInterfaces("links Option -j is unknown\n")).toThrow(InternalError);
});
