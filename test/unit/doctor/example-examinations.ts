import type { Examination } from "../../../src/doctor/examine-host.ts";
import { type Patients, patientsOf } from "../../../src/doctor/patients.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { inventoryOf } from "../../../src/inventory/load-inventory.ts";
import type { PathToPeer, Reach } from "../../../src/network/paths/paths-to-peers.ts";
import { clusterView } from "../../../src/playbook/role-view.ts";
import type { Reading } from "../../../src/status/reading.ts";
import { exampleFacts } from "../../../src/testing/example-facts.ts";

const clusters = [
  {
    name: "prod",
    pod_cidr: "10.244.0.0/16",
    service_cidr: "10.96.0.0/16",
    control_plane_endpoint: "192.0.2.100:8443",
    nodes: ["cp1", "worker1", "worker2"].map((name, index) => ({
      name,
      role: name === "cp1" ? "control_plane" : "worker",
      host: `192.0.2.${index + 11}`,
    })),
  },
];

/** A control plane and two workers behind a load balancer. */
export function examplePatients(...named: readonly string[]): Patients {
  const cluster = clusterView("prod", inventoryOf(parseYamlFile("c.json", JSON.stringify({ clusters }))));
  const patients = patientsOf(cluster, named.length === 0 ? null : new Set(named));
  if (!patients) throw new Error("nobody is named");
  return patients;
}

/** The way to a node: what came of its ports. */
export function wayTo(
  name: string,
  ports: Readonly<Record<number, Reach>>,
  rest: Partial<PathToPeer> = {},
): PathToPeer {
  const tried = Object.entries(ports).map(([port, reach]) => ({ port: Number(port), reach }));
  return { name, ports: tried, ping: 0.31, mtu: { device: "ens3", link: 1500, largest: 1500 }, ...rest };
}

/** A host that is a node of its cluster, and well. */
export function examined(
  address: string,
  paths: readonly PathToPeer[],
  rest: Partial<Examination> = {},
): Reading<Examination> {
  const value: Examination = {
    facts: exampleFacts,
    condition: {
      ...{ isNode: true, listeners: [], routes: [], disk: null, swaps: [], nameServers: ["192.0.2.1"] },
      ...{ hasResolved: false, unresolved: [], kubelet: "", kubeadm: "" },
      cgroup: { version: 2, controllers: [] },
    },
    links: {
      links: [{ name: "ens3", kind: "", isUp: true, mtu: 1500, addresses: [`${address}/24`] }],
      routes: [],
    },
    clock: { leastMs: -20, mostMs: 20 },
    paths,
    ...rest,
  };
  return { kind: "read", value, at: 0 };
}

/** A host that did not answer. */
export const lost: Reading<Examination> = {
  ...{
    kind: "failed",
    reason: "lab@192.0.2.13 did not answer",
    hint: "is it up?",
    isUnreachable: true,
    last: null,
  },
};
