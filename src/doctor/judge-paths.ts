import { type Finding, findingsOf } from "../kubernetes/health/finding.ts";
import type { DoctoredPath } from "./doctor-report.ts";
import { portProblem } from "./doctored-paths.ts";

/** What is known of the hosts between which ways were tried. */
export interface PathTerms {
  /** Hosts that are nodes by now, where something must listen; the endpoint among them where any is. */
  readonly nodes: ReadonlySet<string>;
  /** Hosts that did not answer lab. */
  readonly lost: ReadonlySet<string>;
  /** The endpoint, as a way names it; null where it is one of the hosts. */
  readonly endpoint: string | null;
}

/** A port to which ways fail alike. */
interface Fault {
  readonly to: string;
  readonly port: number;
  readonly problem: string;
  /** Who meets it. */
  readonly from: readonly string[];
  /** Who gets through to this port. */
  readonly others: readonly string[];
}

/**
 * What is wrong with the ways between hosts, told of the host where the cause most likely lies: of the one that nobody
 * reaches, else of the one that does not get there. What does not answer lab itself is not told of twice. Pure.
 */
export function judgePaths(paths: readonly DoctoredPath[], terms: PathTerms): Finding[] {
  const routeless = new Set(paths.filter(isRouteless).map(({ from, to }) => `${from} ${to}`));
  // An answer without a way back looks like packets that are dropped.
  const tried = paths.filter(
    (path) => !terms.lost.has(path.to) && !isRouteless(path) && !routeless.has(`${path.to} ${path.from}`),
  );
  const faults = faultsOf(tried, terms);
  return [
    ...mergePorts(faults.filter(isOfTarget)).map((fault) => atTarget(fault, terms)),
    ...mergePorts(faults.filter((fault) => !isOfTarget(fault))).flatMap(atSources),
  ];
}

function isRouteless({ problems }: DoctoredPath): boolean {
  return problems.includes("no route");
}

/** Refused by the host itself, or dropped for everybody who has tried. */
function isOfTarget({ problem, from, others }: Fault): boolean {
  return problem === "refused" || (others.length === 0 && from.length > 1);
}

function faultsOf(paths: readonly DoctoredPath[], { nodes }: PathTerms): Fault[] {
  const faults = new Map<string, Fault>();
  for (const { from, to, ports } of paths) {
    for (const { port, reach } of ports) {
      const problem = portProblem(reach, nodes.has(to));
      if (problem === null) continue;
      const key = `${to} ${port} ${problem}`;
      const known = faults.get(key)?.from ?? [];
      const through = paths.filter(
        (path) =>
          path.to === to &&
          path.ports.some((one) => one.port === port && (one.reach === "open" || one.reach === "refused")),
      );
      const others = through.map((path) => path.from).filter((name) => name !== from);
      faults.set(key, { to, port, problem, from: [...new Set([...known, from])], others });
    }
  }
  return [...faults.values()];
}

type Merged = Omit<Fault, "port"> & { readonly ports: readonly number[] };

/** What only differs in the port is one fault. */
function mergePorts(faults: readonly Fault[]): Merged[] {
  const merged = new Map<string, Merged>();
  for (const { port, ...fault } of faults) {
    const key = `${fault.to} ${fault.problem} ${fault.from.join(" ")}`;
    merged.set(key, { ...fault, ports: [...(merged.get(key)?.ports ?? []), port] });
  }
  return [...merged.values()];
}

function atTarget({ to, ports, problem, from }: Merged, { endpoint }: PathTerms): Finding {
  const list = ports.join(", ");
  if (to === endpoint) {
    const message = `${from.join(", ")} ${verb(from)} reach the endpoint ${to} (${problem})`;
    const hint = "is the load balancer up, or does a control plane hold the address (kube-vip)?";
    return findingsOf("reachability", null).error(message, hint);
  }
  if (problem === "refused") {
    const hint = `journalctl -u kubelet, and crictl ps -a, on ${to}`;
    return findingsOf("listeners", to).error(`nothing listens on TCP port ${list}${purpose(ports)}`, hint);
  }
  return findingsOf("reachability", to).error(
    `${from.join(", ")} ${verb(from)} reach it on TCP port ${list} (${problem})`,
    problem === "dropped"
      ? `its own firewall, most likely: nft list ruleset, iptables -S or ufw status on ${to}`
      : `its address or the route to it, most likely: ip route get on ${from[0]}, ip addr on ${to}`,
  );
}

function atSources({ to, ports, problem, from, others }: Merged): Finding[] {
  const beside = others.length > 0 ? `; ${others.join(", ")} ${others.length === 1 ? "does" : "do"}` : "";
  const hint =
    problem === "dropped"
      ? `a firewall at either end, or between: nft list ruleset, iptables -S or ufw status on it and on ${to}`
      : `ip route get to the address of ${to}, and the gateway that it names`;
  return from.map((name) =>
    findingsOf("reachability", name).error(
      `does not reach ${to} on TCP port ${ports.join(", ")} (${problem})${beside}`,
      hint,
    ),
  );
}

function verb(names: readonly string[]): string {
  return names.length === 1 ? "does not" : "do not";
}

const purposes: Readonly<Record<string, string>> = {
  "10250": ", where its kubelet should",
  "2379": ", where etcd should",
  "2380": ", where etcd should",
};

function purpose(ports: readonly number[]): string {
  const said = new Set(ports.map((port) => purposes[port] ?? ", where its API server should"));
  return said.size === 1 ? ([...said][0] ?? "") : ", where Kubernetes should";
}
