import { probeOf } from "../../resources/probe.ts";
import { shQuote } from "../../resources/sh-quote.ts";

/** Another node, and what of it has to be reached. */
export interface Peer {
  readonly name: string;
  /** Or a DNS name. */
  readonly address: string;
  /** TCP; without any it is only pinged. */
  readonly ports: readonly number[];
}

/**
 * What came of a connection: `open`, and `refused` where nothing listens yet, prove the path; `silent` where packets are
 * dropped, `unreachable` where a router or the host says that there is no way; `untried` without bash or nc.
 */
export type Reach = "open" | "refused" | "silent" | "unreachable" | "untried";

/** A TCP port, and what came of a connection to it. */
export interface TriedPort {
  readonly port: number;
  readonly reach: Reach;
}

/** The way to one other node. */
export interface PathToPeer {
  readonly name: string;
  readonly ports: readonly TriedPort[];
  /** Milliseconds there and back; `silent` where no answer came, null where the host has no ping. */
  readonly ping: number | "silent" | null;
  /** Largest packet that leaves by this interface, in bytes, and the largest that got an answer; null where ping cannot tell. */
  readonly mtu: { readonly device: string; readonly link: number; readonly largest: number } | null;
}

/** Bytes of packets that are tried where those of the interface's own size vanish: what Ethernet and the usual tunnels leave. */
const sizes = [
  4000, 1500, 1492, 1480, 1476, 1460, 1450, 1440, 1420, 1412, 1400, 1380, 1360, 1340, 1320, 1300, 1280, 1200,
  1000, 576,
];

const functions = `
# shellcheck disable=SC2016 # bash expands what stands in single quotes
lab_connect() {
  if command -v bash >/dev/null 2>&1; then
    lab_said=$(LC_ALL=C timeout 2 bash -c ': <>"/dev/tcp/$0/$1"' "$2" "$3" 2>&1)
  elif command -v nc >/dev/null 2>&1; then
    lab_said=$(LC_ALL=C timeout 3 nc -v -z -w 2 "$2" "$3" 2>&1 </dev/null)
  else
    echo "port $1 $3 untried"
    return
  fi
  lab_code=$?
  case $lab_code:$lab_said in
    0:*) lab_reach=open ;;
    *efused*) lab_reach=refused ;;
    *route*|*nreachable*|*ermitted*|*rohibited*) lab_reach=unreachable ;;
    *) lab_reach=silent ;;
  esac
  echo "port $1 $3 $lab_reach"
}
lab_ping() { LC_ALL=C timeout 3 ping -c 1 -W 1 "$@" 2>/dev/null; }
lab_size() { lab_ping -M "do" -s "$(($3 - lab_header))" "$2" >/dev/null && echo "size $1 $3"; }
lab_way() {
  command -v ping >/dev/null 2>&1 || return 0
  lab_ms=$({ lab_ping "$2" || lab_ping "$2"; } | sed -n 's/.*time[=<]\\([0-9.]*\\) *ms.*/\\1/p' | head -n 1)
  echo "ping $1 \${lab_ms:-silent}"
  [ -n "$lab_ms" ] || return 0
  case $2 in *[!0-9a-fA-F.:]*) return 0 ;; *:*) lab_header=48 ;; *) lab_header=28 ;; esac
  lab_device=$(ip -o route get "$2" 2>/dev/null | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p')
  [ -r "/sys/class/net/$lab_device/mtu" ] || return 0
  read -r lab_link <"/sys/class/net/$lab_device/mtu"
  echo "link $1 $lab_device $lab_link"
  lab_size "$1" "$2" "$lab_link" || lab_size "$1" "$2" "$lab_link" && return 0
  for lab_bytes in ${sizes.join(" ")}; do
    if [ "$lab_bytes" -lt "$lab_link" ]; then lab_size "$1" "$2" "$lab_bytes" & fi
  done
  wait
}
`;

/** Asks a host for the way to other nodes. Cost: all at the same time, mostly some 20 ms; at most 8 s where packets vanish. */
export const pathsToPeers = probeOf(
  {
    name: "paths",
    // The other side may open a port, or the way in between.
    isShared: true,
    script: (queries: readonly { readonly peers: readonly Peer[] }[]) => {
      const lines = queries.flatMap(({ peers }) =>
        peers.flatMap(({ name, address, ports }) => [
          `lab_way ${shQuote(name)} ${shQuote(address)} &`,
          ...ports.map((port) => `lab_connect ${shQuote(name)} ${shQuote(address)} ${port} &`),
        ]),
      );
      return `${functions}${[...new Set(lines)].join("\n")}\nwait\n`;
    },
    parse: (stdout, queries) => {
      const paths = parsePaths(stdout);
      return queries.map(({ peers }) => paths.filter(({ name }) => peers.some((peer) => peer.name === name)));
    },
  },
  ({ peers }) => `to ${peers.map(({ name }) => name).join(" ")}`,
);

/** Reads what the script above prints. Pure. */
export function parsePaths(stdout: string): PathToPeer[] {
  const paths = new Map<string, PathToPeer>();
  for (const line of stdout.split("\n")) {
    const [kind = "", name = "", ...rest] = line.split(" ");
    if (!["port", "ping", "link", "size"].includes(kind)) continue;
    const path = paths.get(name) ?? { name, ports: [], ping: null, mtu: null };
    paths.set(name, { ...path, ...said(kind, rest, path) });
  }
  return [...paths.values()].map((path) => (path.mtu?.largest === 0 ? { ...path, mtu: null } : path));
}

function said(
  kind: string,
  [first = "", second = ""]: readonly string[],
  path: PathToPeer,
): Partial<PathToPeer> {
  switch (kind) {
    case "port": {
      const reach = reaches.find((word) => word === second) ?? "untried";
      return { ports: [...path.ports, { port: Number(first), reach }] };
    }
    case "ping":
      return { ping: first === "silent" ? "silent" : Number(first) };
    case "link":
      return { mtu: { device: first, link: Number(second), largest: 0 } };
    default:
      return path.mtu ? { mtu: { ...path.mtu, largest: Math.max(path.mtu.largest, Number(first)) } } : {};
  }
}

const reaches: readonly Reach[] = ["open", "refused", "silent", "unreachable", "untried"];
