import { describe, expect, it } from "vitest";
import type { RoleStep } from "../../src/role/role.ts";
import role from "./role.ts";

const node = (name: string, address: string | null) =>
  ({
    name,
    role: "worker",
    address,
    addresses: address === null ? [] : [address],
    candidates: [],
    labels: {},
    taints: [],
    host: name,
    interfaces: [],
  }) as const;
const nodes = [node("cp1", "10.0.0.1"), node("w1", "10.0.0.2"), node("far", null)];
const cluster = {
  name: "dev",
  podCidr: "10.20.0.0/16",
  serviceCidr: "10.97.0.0/16",
  nodeNetworks: [],
  endpoint: "10.0.0.1:6443",
  bootstrap: "cp1",
  nodes,
};
const tasks = (args: Parameters<typeof role.tasks>[0]["args"], of = cluster) =>
  role.tasks({ args, host: nodes[1] ?? node("w1", null), cluster: of });

const find = (steps: readonly RoleStep[], name: string) =>
  steps.filter((step) => typeof step !== "string").find((step) => step.name === name);

describe("the role base", () => {
  it("does by default what Kubernetes needs, and leaves time and language as they are", () => {
    expect(tasks({}).map((step) => (typeof step === "string" ? step : step.name))).toEqual([
      "Set the host name",
      "Name the cluster's nodes in /etc/hosts",
      "Install packages",
      "Switch swap off for good",
      "Load the kernel module overlay",
      "Load the kernel module br_netfilter",
      "Set net.ipv4.ip_forward",
      "Set net.bridge.bridge-nf-call-iptables",
      "Set net.bridge.bridge-nf-call-ip6tables",
    ]);
  });

  it("does nothing that was switched off", () => {
    const off = {
      hostname: false,
      hosts_file: false,
      packages: [],
      swap: "keep",
      modules: [],
      sysctl: {},
    } as const;
    expect(tasks({ ...off, packages: [], modules: [] })).toEqual([]);
  });

  it("names the nodes that have an address in /etc/hosts, in the order of the inventory", () => {
    const hosts = find(tasks({}), "Name the cluster's nodes in /etc/hosts");
    expect(hosts?.args({})).toMatchObject({ path: "/etc/hosts", block: "10.0.0.1 cp1\n10.0.0.2 w1" });
    const unnamed = tasks({}, { ...cluster, nodes: [node("far", null)] });
    expect(find(unnamed, "Name the cluster's nodes in /etc/hosts")).toBeUndefined();
  });

  it("starts a time service only on a host with a clock of its own", () => {
    const start = find(tasks({ ntp_servers: ["time.example"] }), "Start the time service at boot and now");
    expect(start?.when({ facts: { container: "" } })).toBe(true);
    expect(start?.when({ facts: { container: "docker" } })).toBe(false);
  });

  it("installs the tools for languages on Debian and its kin, where the C library lacks them", () => {
    const install = find(tasks({ locale: "ko_KR.UTF-8" }), "Install the locale tools");
    expect(install?.when({ facts: { os: { family: ["ubuntu", "debian"] } } })).toBe(true);
    expect(install?.when({ facts: { os: { family: ["rocky", "rhel"] } } })).toBe(false);
  });
});
