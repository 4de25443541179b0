import type { Tunnel, TunnelPeer } from "./tunnel.ts";

/**
 * lab0.conf, for wg-quick(8). The private key stays in a file of its own, which `PostUp` names: so the file can be shown and
 * compared, and the key leaves no trace in a diff, a record or a backup of it.
 */
export function tunnelText({ address, port, mtu, keyFile, peers }: Tunnel): string {
  return [
    "# Managed by lab: changes made here are overwritten.",
    "[Interface]",
    `Address = ${address}`,
    `ListenPort = ${port}`,
    `MTU = ${mtu}`,
    `${keyLine}${keyFile}`,
    ...peers.flatMap(peerLines),
    "",
  ].join("\n");
}

/** What stands before the path of the private key. */
export const keyLine = "PostUp = wg set %i private-key ";

function peerLines({ name, publicKey, allowedIps, endpoint, keepalive }: TunnelPeer): string[] {
  return [
    "",
    `# ${name}`,
    "[Peer]",
    `PublicKey = ${publicKey}`,
    `AllowedIPs = ${allowedIps.join(", ")}`,
    ...(endpoint === null ? [] : [`Endpoint = ${endpoint}`]),
    ...(keepalive === null ? [] : [`PersistentKeepalive = ${keepalive}`]),
  ];
}

/** What can be read back from a lab0.conf, whoever wrote it. */
export interface ReadTunnel {
  /** Without prefix length; null where it has none. */
  readonly address: string | null;
  readonly keyFile: string | null;
  readonly peers: readonly Pick<TunnelPeer, "name" | "publicKey" | "allowedIps">[];
}

/** Reads lab0.conf; peers without a name before them are left out. Pure. */
export function readTunnel(text: string): ReadTunnel {
  const [head = "", ...sections] = text.split(/^\[Peer\]$/m);
  const sectionsBefore = [head, ...sections];
  return {
    address: valueIn(head, "Address")?.split("/")[0] ?? null,
    keyFile:
      head
        .split("\n")
        .find((line) => line.startsWith(keyLine))
        ?.slice(keyLine.length) ?? null,
    peers: sections.flatMap((section, index) => {
      const [, name] = /^# (\S+)$/.exec(lastLine(sectionsBefore[index] ?? "")) ?? [];
      const publicKey = valueIn(section, "PublicKey");
      if (name === undefined || publicKey === null) return [];
      return [{ name, publicKey, allowedIps: (valueIn(section, "AllowedIPs") ?? "").split(/\s*,\s*/) }];
    }),
  };
}

function valueIn(section: string, key: string): string | null {
  return new RegExp(`^${key} = (.*)$`, "m").exec(section)?.[1] ?? null;
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
