import { probeOf } from "../../../src/resources/probe.ts";
import { tunnelFile, tunnelInterface } from "./paths.ts";
import type { Tunnel } from "./tunnel.ts";
import { keyLine } from "./tunnel-file.ts";

/** The interface as the kernel, or wireguard-go, has it now. */
export type LiveTunnel =
  | { readonly kind: "down" }
  | {
      readonly kind: "up";
      /** Whether it uses the key that lab0.conf names. */
      readonly hasOwnKey: boolean;
      readonly port: number;
      readonly mtu: number;
      /** With prefix length; sorted. */
      readonly addresses: readonly string[];
      /** "KEY NETWORK… KEEPALIVE" of every peer, networks in order; sorted. Endpoints roam, so they say nothing. */
      readonly peers: readonly string[];
    };

/** Asks for the interface of the VPN. Cost: rides in a frame; some six processes where it is up. */
export const liveTunnel = probeOf(
  {
    name: "wireguard interface",
    script: () => question,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const live = parseLiveTunnel(stdout);
      return queries.map(() => live);
    },
  },
  () => tunnelInterface,
);

const question = `
if [ -e /sys/class/net/${tunnelInterface} ] && command -v wg >/dev/null 2>&1; then
  echo up=1
  lab_key=$(sed -n 's/^${keyLine}//p' ${tunnelFile} 2>/dev/null | head -n 1)
  [ ! -r "$lab_key" ] || printf 'file=%s\\n' "$(wg pubkey <"$lab_key" 2>/dev/null)"
  printf 'key=%s\\n' "$(wg show ${tunnelInterface} public-key 2>/dev/null)"
  printf 'port=%s\\n' "$(wg show ${tunnelInterface} listen-port 2>/dev/null)"
  printf 'mtu=%s\\n' "$(cat /sys/class/net/${tunnelInterface}/mtu)"
  ip -o address show dev ${tunnelInterface} scope global 2>/dev/null | sed 's/^/address=/'
  wg show ${tunnelInterface} allowed-ips 2>/dev/null | sed 's/^/allowed=/'
  wg show ${tunnelInterface} persistent-keepalive 2>/dev/null | sed 's/^/keepalive=/'
fi
`;

/** Reads what the script above prints: columns of wg(8) are parted by tabs, networks by blanks. */
export function parseLiveTunnel(stdout: string): LiveTunnel {
  const lines = stdout.split("\n");
  const values = (key: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));
  if (values("up").length === 0) return { kind: "down" };
  const [key = "", file = ""] = [values("key")[0], values("file")[0]];
  const keepalives = new Map(values("keepalive").map((line) => twoColumns(line)));
  return {
    kind: "up",
    hasOwnKey: key !== "" && key === file,
    port: Number(values("port")[0]),
    mtu: Number(values("mtu")[0]),
    addresses: values("address")
      .flatMap((line) => /\sinet6?\s+(\S+)/.exec(line)?.[1] ?? [])
      .toSorted(),
    peers: values("allowed")
      .map((line) => {
        const [peer, networks] = twoColumns(line);
        return peerText(
          peer,
          networks === "(none)" ? [] : networks.split(" "),
          keepalives.get(peer) ?? "off",
        );
      })
      .toSorted(),
  };
}

/** The interface of a tunnel as it is wanted. */
export function wantedLive({ address, port, mtu, peers }: Tunnel): Extract<LiveTunnel, { kind: "up" }> {
  return {
    kind: "up",
    hasOwnKey: true,
    port,
    mtu,
    addresses: [address],
    peers: peers
      .map(({ publicKey, allowedIps, keepalive }) =>
        peerText(publicKey, allowedIps, String(keepalive ?? "off")),
      )
      .toSorted(),
  };
}

function peerText(publicKey: string, networks: readonly string[], keepalive: string): string {
  return [publicKey, ...networks.toSorted(), keepalive].join(" ");
}

function twoColumns(line: string): readonly [string, string] {
  const [first = "", second = ""] = line.split("\t");
  return [first, second];
}
