import type { SystemFacts } from "../role/system-facts.ts";

/** The facts of a small Debian 12, to spread and change in tests. */
export const exampleFacts: SystemFacts = {
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
  memory: 3919,
  systemd: true,
  container: "",
  interfaces: { ens3: { mac: "52:54:00:12:34:56", addresses: ["192.0.2.11/24"] } },
  default_route: { interface: "ens3", gateway: "192.0.2.1", address: "192.0.2.11" },
};
