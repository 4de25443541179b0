import { probeOf } from "../../resources/probe.ts";
import { shQuote } from "../../resources/sh-quote.ts";

/** A TCP port that something listens on. */
export interface Listener {
  readonly port: number;
  /** Name of the program; empty where the host cannot tell. */
  readonly program: string;
}

/** A route of the host to other addresses than "everywhere else". */
export interface HostRoute {
  /** "10.0.0.0/16", or an address alone. */
  readonly to: string;
  /** Interface; empty for a blackhole. */
  readonly device: string;
}

/** What of a host decides whether it can be a node, beside the facts that every play may ask. */
export interface HostCondition {
  /** kubeadm has made it a node, wholly or in part: what is in use then is in use by Kubernetes. */
  readonly isNode: boolean;
  readonly listeners: readonly Listener[];
  readonly routes: readonly HostRoute[];
  /** MiB that are free where images, containers and etcd will lie, and their share of the file system. */
  readonly disk: { readonly freeMiB: number; readonly freeShare: number } | null;
  readonly cgroup: { readonly version: 1 | 2; readonly controllers: readonly string[] };
  /** Names of what is swapped to. */
  readonly swaps: readonly string[];
  readonly nameServers: readonly string[];
  /** systemd-resolved keeps a list of the real name servers. */
  readonly hasResolved: boolean;
  /** Of the names that were asked for, those that have no address. */
  readonly unresolved: readonly string[];
  /** "v1.33.4"; empty where there is none. */
  readonly kubelet: string;
  readonly kubeadm: string;
}

interface Question {
  /** Names that must resolve. */
  readonly names: readonly string[];
}

const script = (names: readonly string[]): string => `
lab_say() { printf '%s=%s\\n' "$1" "$2"; }
if [ -e /etc/kubernetes/kubelet.conf ] || [ -e /etc/kubernetes/manifests/kube-apiserver.yaml ] ||
  [ -e /etc/kubernetes/manifests/etcd.yaml ]; then echo node=yes; fi
sed -n 's/^ *[0-9]*: [0-9A-F]*:\\([0-9A-F]*\\) [0-9A-F]*:0000 0A .*/listen=\\1/p' /proc/net/tcp /proc/net/tcp6 2>/dev/null
if command -v ss >/dev/null 2>&1; then ss -Hltnp 2>/dev/null | sed 's/^/socket=/'; fi
{ ip -o -4 route show; ip -o -6 route show; } 2>/dev/null | sed 's/^/route=/'
lab_say disk "$(df -Pk /var/lib 2>/dev/null | tail -n 1)"
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  lab_say cgroup2 "$(cat /sys/fs/cgroup/cgroup.controllers)"
else
  lab_say cgroup1 "$(sed -n 's/^\\([a-z_]*\\)[[:blank:]].*[[:blank:]]1$/\\1/p' /proc/cgroups 2>/dev/null | tr '\\n' ' ')"
fi
sed -n '1d;s/^\\([^[:blank:]]*\\).*/swap=\\1/p' /proc/swaps 2>/dev/null
sed -n 's/^[[:blank:]]*nameserver[[:blank:]]*\\([^[:blank:]]*\\).*/nameserver=\\1/p' /etc/resolv.conf 2>/dev/null
if [ -s /run/systemd/resolve/resolv.conf ]; then echo resolved=yes; fi
${names.map(resolves).join("\n")}
if command -v kubelet >/dev/null 2>&1; then lab_say kubelet "$(timeout 5 kubelet --version 2>/dev/null)"; fi
if command -v kubeadm >/dev/null 2>&1; then lab_say kubeadm "$(timeout 5 kubeadm version -o short 2>/dev/null)"; fi
wait
`;

/** All names are looked up at the same time. */
function resolves(name: string): string {
  const word = shQuote(name);
  return `{ timeout 3 getent hosts ${word} >/dev/null 2>&1 || lab_say unresolved ${word}; } &`;
}

/** Asks what state a host is in. Cost: rides in a frame; some thirty processes, at most 10 s, mostly some 20 ms. */
export const hostCondition = probeOf(
  {
    name: "preflight",
    script: (queries: readonly Question[]) => script([...new Set(queries.flatMap(({ names }) => names))]),
    parse: (stdout, queries) => {
      const condition = parseCondition(stdout);
      return queries.map(({ names }) => ({
        ...condition,
        unresolved: condition.unresolved.filter((name) => names.includes(name)),
      }));
    },
  },
  ({ names }) => `of the host ${names.join(" ")}`,
);

/** Reads what the script above prints. Pure. */
export function parseCondition(stdout: string): HostCondition {
  const all = (key: string): string[] =>
    [...stdout.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, value = ""]) => value.trim());
  const one = (key: string): string => all(key)[0] ?? "";
  const [first] = all("cgroup2");
  return {
    isNode: one("node") === "yes",
    listeners: listenersOf(all("listen"), all("socket")),
    routes: all("route").flatMap(routeOf),
    disk: diskOf(one("disk")),
    cgroup: { version: first === undefined ? 1 : 2, controllers: words(first ?? one("cgroup1")) },
    swaps: all("swap"),
    nameServers: all("nameserver"),
    hasResolved: one("resolved") === "yes",
    unresolved: all("unresolved"),
    kubelet: /v\d+\.\d+\.\d+\S*/.exec(one("kubelet"))?.[0] ?? "",
    kubeadm: /v\d+\.\d+\.\d+\S*/.exec(one("kubeadm"))?.[0] ?? "",
  };
}

/** Ports in hexadecimal, as the kernel has them, and lines of `ss -ltnp` that know the program. */
function listenersOf(ports: readonly string[], sockets: readonly string[]): Listener[] {
  const programs = new Map(
    sockets.flatMap((line) => {
      const [, port, program] = /:(\d+)\s+\S+:\*\s+users:\(\("([^"]+)"/.exec(line) ?? [];
      return port === undefined || program === undefined ? [] : [[Number(port), program] as const];
    }),
  );
  const numbers = [...new Set(ports.map((port) => Number.parseInt(port, 16)))].toSorted((a, b) => a - b);
  return numbers.map((port) => ({ port, program: programs.get(port) ?? "" }));
}

/** Multicast and link-local routes of IPv6 are everywhere, and nobody's business. */
function routeOf(line: string): HostRoute[] {
  const [, to = ""] =
    /^(?:(?:unicast|blackhole|unreachable|prohibit) )?([0-9a-f.:]+(?:\/\d+)?)(?: |$)/.exec(line) ?? [];
  if (to === "" || /^(fe80|ff00):/.test(to)) return [];
  return [{ to, device: / dev (\S+)/.exec(line)?.[1] ?? "" }];
}

/** The last line of `df -Pk`: file system, blocks, used, available, capacity, place. */
function diskOf(line: string): HostCondition["disk"] {
  const [, used, available] = /\s\d+\s+(\d+)\s+(\d+)\s+\d+%/.exec(line) ?? [];
  if (used === undefined || available === undefined) return null;
  const free = Number(available);
  return { freeMiB: Math.floor(free / 1024), freeShare: free / (free + Number(used)) };
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
