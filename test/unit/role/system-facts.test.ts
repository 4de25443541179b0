import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InternalError } from "../../../src/errors.ts";
import { parseSystemFacts } from "../../../src/role/system-facts.ts";

const recorded = readFileSync(join(import.meta.dirname, "recorded/debian-12-container.txt"), "utf8");

describe("parseSystemFacts", () => {
  it("reads what a Debian 12 container printed", () => {
    expect(parseSystemFacts(recorded)).toEqual({
      hostname: "cp1",
      os: {
        id: "debian",
        version: "12",
        codename: "bookworm",
        family: ["debian"],
        name: "Debian GNU/Linux 12 (bookworm)",
      },
      kernel: "6.1.0-18-amd64",
      machine: "x86_64",
      architecture: "amd64",
      cpus: 2,
      memory: 24105,
      systemd: true,
      container: "docker",
      interfaces: { eth0: { mac: "02:42:ac:12:00:02", addresses: ["172.18.0.2/16"] } },
      default_route: { interface: "eth0", gateway: "172.18.0.1", address: "172.18.0.2" },
    });
  });

  it("reads a relative of another distribution, without iproute2, a route or systemd", () => {
    const facts = parseSystemFacts(
      'hostname=n\nmachine=aarch64\nos.ID=\'rocky\'\nos.ID_LIKE="rhel centos fedora"\nos.VERSION_ID="9.4"\n',
    );
    expect(facts).toMatchObject({
      os: { id: "rocky", version: "9.4", codename: "", family: ["rocky", "rhel", "centos", "fedora"] },
      architecture: "arm64",
      systemd: false,
      container: "",
      interfaces: {},
      default_route: { interface: "", gateway: "", address: "" },
    });
  });

  it("takes the source address of the route, and addresses of both families", () => {
    const facts = parseSystemFacts(
      [
        "machine=riscv64",
        "link=2: wlan0: <UP> mtu 1500 qdisc x\\    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff",
        "addr=2: wlan0    inet6 fd00::2/64 scope global \\       valid_lft forever",
        "addr=2: wlan0    inet 10.0.0.2/24 brd 10.0.0.255 scope global wlan0\\       valid_lft forever",
        "route=default via 10.0.0.1 dev wlan0 proto dhcp src 10.0.0.9 metric 600 ",
      ].join("\n"),
    );
    expect(facts.interfaces).toEqual({
      wlan0: { mac: "02:00:00:00:00:01", addresses: ["fd00::2/64", "10.0.0.2/24"] },
    });
    expect(facts.default_route).toEqual({ interface: "wlan0", gateway: "10.0.0.1", address: "10.0.0.9" });
    expect(facts.architecture).toBe("riscv64");
  });

  it("takes anything else for a bug", () => {
    expect(() => parseSystemFacts("sh: syntax error\n")).toThrow(InternalError);
  });
});
