import { findingsModule as findings } from "../../src/kubernetes/health/findings-module.ts";
import { checkCidrs } from "../../src/kubernetes/preflight/check-cidrs.ts";
import { checkDns } from "../../src/kubernetes/preflight/check-dns.ts";
import { hostCondition } from "../../src/kubernetes/preflight/host-condition.ts";
import { settleFindings } from "../../src/kubernetes/preflight/settle-findings.ts";
import { type VpnKind, vpnKinds } from "../../src/network/join/check-vpn.ts";
import { checkClock } from "../../src/network/paths/check-clock.ts";
import { checkPaths } from "../../src/network/paths/check-paths.ts";
import { type ClockReading, clockReading } from "../../src/network/paths/clock-reading.ts";
import { endpointNames } from "../../src/network/paths/cluster-endpoint.ts";
import { neededPorts, peersOf } from "../../src/network/paths/node-ports.ts";
import { type PathToPeer, pathsToPeers } from "../../src/network/paths/paths-to-peers.ts";
import { type VpnAddress, vpnAddress } from "../../src/network/vpn/vpn-address.ts";
import { onMachine, type Probe } from "../../src/resources/probe.ts";
import { defineRole, task } from "../../src/role/role.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";
import { systemFacts } from "../../src/role/system-facts.ts";
import { checkIdentity, type PeerAnswers } from "./check-identity.ts";
import { checkPorts } from "./check-ports.ts";
import { checkSystem, usualLimits } from "./check-system.ts";
import { checkVersions } from "./check-versions.ts";
import { type HostIdentity, hostIdentity } from "./host-identity.ts";

const checks = [
  "os",
  "kernel",
  "cpu",
  "memory",
  "disk",
  "ports",
  "clock",
  "machine_id",
  "product_uuid",
  "mac",
  "hostname",
  "dns",
  "cgroup",
  "swap",
  "reachability",
  "mtu",
  "cidr",
  "version",
] as const;

const someChecks = { type: "array", items: { enum: checks } } as const;
const amount = { type: "integer", minimum: 0 } as const;

export default defineRole({
  name: "preflight",
  summary:
    "Says before anything is changed what would keep a host from being a node, and tries the paths between hosts.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      skip: { ...someChecks, description: "Checks that are left out: `[mtu, dns]`." },
      warn: { ...someChecks, description: "Checks whose errors are only told." },
      ignore_preflight_errors: {
        type: "array",
        items: { type: "string" },
        description: "Errors of kubeadm that are only told here as well: NumCPU, Mem, Port-6443, all.",
      },
      min_cpus: { ...amount, description: "CPUs. Default: 2 for a control plane, as kubeadm wants, else 1." },
      min_memory: {
        ...amount,
        description: "MiB. Default: 1700 for a control plane, as kubeadm wants, else 512.",
      },
      min_disk: { ...amount, description: "MiB that are free below /var/lib. Default: 2048." },
      clock_tolerance: { ...amount, description: "Seconds by which clocks may differ. Default: 2." },
      api_port: { ...amount, description: "Port on which control planes serve the API. Default: 6443." },
      names: {
        type: "array",
        items: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9.-]*$", errorMessage: "must be a DNS name" },
        description:
          "DNS names that must resolve. Default: that of the control plane endpoint, where it is one.",
      },
      kubernetes_version: {
        type: "string",
        description: "What is to be installed: what is there must go with it.",
      },
      vpn: {
        enum: [...vpnKinds, "none"],
        description:
          "The VPN that nodes reach each other through; ways to hosts that are not in it yet are not judged. Default: none.",
      },
    },
  },
  tasks: ({ args, host, cluster }) => {
    const apiPort = args.api_port ?? 6443;
    const limits = usualLimits(host.role);
    const vpn = args.vpn === undefined || args.vpn === "none" ? null : args.vpn;
    return [
      task(
        "Check that the host is fit to be a node",
        findings,
        ({ facts, condition, identity, clock, paths, ...answers }) => {
          const peers = peerAnswers(host, cluster, answers);
          const lost = new Set(peers.filter((peer) => !peer.identity).map(({ name }) => name));
          const found = [
            ...checkSystem(facts, condition, {
              cpus: args.min_cpus ?? limits.cpus,
              memory: args.min_memory ?? limits.memory,
              disk: args.min_disk ?? limits.disk,
            }),
            ...checkPorts(condition, neededPorts(host.role, apiPort)),
            ...checkIdentity(identity, peers),
            ...checkClock(clock, peers, (args.clock_tolerance ?? 2) * 1000),
            ...checkPaths(vpn === null ? paths : pathsInVpn(paths, host, answers), lost),
            ...checkCidrs(cluster, facts, condition),
            ...checkDns(condition),
            ...checkVersions(condition, args.kubernetes_version ?? null),
          ];
          const leniency = {
            skip: args.skip ?? [],
            warn: args.warn ?? [],
            ignored: args.ignore_preflight_errors ?? [],
          };
          return { found: settleFindings(found, leniency) };
        },
        {
          uses: {
            facts: systemFacts({}),
            condition: hostCondition({ names: args.names ?? endpointNames(cluster) }),
            identity: hostIdentity({}),
            clock: clockReading,
            paths: pathsToPeers({ peers: peersOf(host, cluster.nodes, apiPort) }),
            ...peerQuestions(host, cluster),
            ...(vpn === null ? {} : vpnQuestions(host, cluster, vpn)),
          },
        },
      ),
    ];
  },
});

/** The ways between hosts of which both are in the VPN. */
function pathsInVpn(
  paths: readonly PathToPeer[],
  host: RoleNode,
  answers: Readonly<Record<VpnQuestion, VpnAddress | null>>,
): readonly PathToPeer[] {
  const isInVpn = (name: string): boolean => (answers[`vpn of ${name}`]?.addresses ?? []).length > 0;
  return isInVpn(host.name) ? paths.filter(({ name }) => isInVpn(name)) : [];
}

type VpnQuestion = `vpn of ${string}`;

/** What every host is asked: its address in the VPN. */
function vpnQuestions(
  host: RoleNode,
  { nodes }: RoleCluster,
  kind: VpnKind,
): Readonly<Record<VpnQuestion, Probe<VpnAddress | null>>> {
  const question = vpnAddress({ kind });
  return Object.fromEntries(
    nodes.map(({ name }) => [`vpn of ${name}`, name === host.name ? question : onMachine(name, question)]),
  );
}

type Question = `${"identity" | "clock"} of ${string}`;

/** What is asked of each other host: who it is, and what time it is there. */
function peerQuestions(
  host: RoleNode,
  { nodes }: RoleCluster,
): Readonly<Record<Question, Probe<HostIdentity | ClockReading | null>>> {
  const others = nodes.filter(({ name }) => name !== host.name);
  return Object.fromEntries(
    others.flatMap(({ name }) => [
      [`identity of ${name}`, onMachine(name, hostIdentity({}))],
      [`clock of ${name}`, onMachine(name, clockReading)],
    ]),
  );
}

function peerAnswers(
  host: RoleNode,
  { nodes }: RoleCluster,
  answers: Readonly<Record<Question, HostIdentity | ClockReading | null>>,
): PeerAnswers[] {
  return nodes
    .filter(({ name }) => name !== host.name)
    .map(({ name }) => {
      const identity = answers[`identity of ${name}`] ?? null;
      const clock = answers[`clock of ${name}`] ?? null;
      return {
        name,
        identity: identity && "machineId" in identity ? identity : null,
        clock: clock && "leastMs" in clock ? clock : null,
      };
    });
}
