import { probeOf } from "../../src/resources/probe.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";

/** Another node, and what of it has to be reached. */
export interface Peer {
  readonly name: string;
  readonly address: string;
  /** TCP. */
  readonly ports: readonly number[];
}

/**
 * What came of a connection: `open`, and `refused` where nothing listens yet, prove the path; `silent` where packets are
 * dropped, `unreachable` where a router or the host says that there is no way; `untried` without bash or nc.
 */
export type Reach = "open" | "refused" | "silent" | "unreachable" | "untried";

/** The way to one other node. */
export interface PathToPeer {
  readonly name: string;
  readonly ports: readonly { readonly port: number; readonly reach: Reach }[];
  /** Largest packet that leaves by this interface, in bytes, and the largest that got an answer; null where ping cannot tell. */
  readonly mtu: { readonly device: string; readonly link: number; readonly largest: number } | null;
}

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
lab_ping() { ping -c 1 -W 1 -M "do" -s "$(($2 - lab_header))" "$1" >/dev/null 2>&1; }
lab_mtu() {
  command -v ping >/dev/null 2>&1 || return 0
  lab_device=$(ip -o route get "$2" 2>/dev/null | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p')
  [ -r "/sys/class/net/$lab_device/mtu" ] || return 0
  read -r lab_link <"/sys/class/net/$lab_device/mtu"
  case $2 in *:*) lab_header=48 ;; *) lab_header=28 ;; esac
  lab_largest=0
  if lab_ping "$2" "$lab_link" || lab_ping "$2" "$lab_link"; then lab_largest=$lab_link
  else
    for lab_size in 1500 1450 1400 1280; do
      if [ "$lab_size" -lt "$lab_link" ] && lab_ping "$2" "$lab_size"; then
        lab_largest=$lab_size
        break
      fi
    done
  fi
  echo "mtu $1 $lab_device $lab_link $lab_largest"
}
`;

/** Asks a host for the way to other nodes. Cost: all at the same time, mostly some 20 ms; at most 7 s where packets vanish. */
export const pathsToPeers = probeOf(
  {
    name: "paths",
    script: (queries: readonly { readonly peers: readonly Peer[] }[]) => {
      const lines = queries.flatMap(({ peers }) =>
        peers.flatMap(({ name, address, ports }) => [
          `lab_mtu ${shQuote(name)} ${shQuote(address)} &`,
          ...ports.map((port) => `lab_connect ${shQuote(name)} ${shQuote(address)} ${port} &`),
        ]),
      );
      return `${functions}${[...new Set(lines)].join("\n")}\nwait\n`;
    },
    parse: (stdout, queries) => {
      const paths = parsePaths(stdout);
      return queries.map(() => paths);
    },
  },
  ({ peers }) => `to ${peers.map(({ name }) => name).join(" ")}`,
);

/** Reads what the script above prints. Pure. */
export function parsePaths(stdout: string): PathToPeer[] {
  const paths = new Map<string, PathToPeer>();
  for (const line of stdout.split("\n")) {
    const [kind, name = "", ...rest] = line.split(" ");
    const path = paths.get(name) ?? { name, ports: [], mtu: null };
    if (kind === "port") {
      const reach = reaches.find((word) => word === rest[1]) ?? "untried";
      paths.set(name, { ...path, ports: [...path.ports, { port: Number(rest[0]), reach }] });
    }
    if (kind === "mtu") {
      const [device = "", link, largest] = rest;
      const mtu = { device, link: Number(link), largest: Number(largest) };
      paths.set(name, { ...path, mtu: mtu.largest > 0 ? mtu : null });
    }
  }
  return [...paths.values()];
}

const reaches: readonly Reach[] = ["open", "refused", "silent", "unreachable", "untried"];
