import { createHash, createHmac } from "node:crypto";
import { matchesPatternList } from "./host-pattern.ts";

/** One line of a known_hosts file. */
export interface KnownHost {
  readonly marker: "revoked" | "cert-authority" | null;
  /** The first field as it stands: names and patterns joined by commas, or one hashed name. */
  readonly names: string;
  readonly type: string;
  /** Base64 of the public key. */
  readonly key: string;
}

/** What known_hosts says about the key that a host shows. */
type HostKeyVerdict =
  | { readonly kind: "known" }
  | { readonly kind: "unknown" }
  /** The host is pinned, but to other keys. */
  | { readonly kind: "changed"; readonly pinned: readonly KnownHost[] }
  | { readonly kind: "revoked" };

/** The format is that of sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". Lines that are not understood say nothing. */
export function parseKnownHosts(text: string): readonly KnownHost[] {
  const hosts: KnownHost[] = [];
  for (const line of text.split("\n")) {
    const fields = line.trim().split(/\s+/);
    if (line.trimStart().startsWith("#")) continue;
    const marker = fields[0]?.startsWith("@") ? fields.shift()?.slice(1) : null;
    const [names, type, key] = fields;
    if (marker !== null && marker !== "revoked" && marker !== "cert-authority") continue;
    if (names && type && key) hosts.push({ marker, names, type, key });
  }
  return hosts;
}

/** How known_hosts calls a host: with the port in brackets, unless it is 22. */
export function knownHostsName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

/** Pure; `key` is the public key in wire format. Lines about certificate authorities are left alone. */
export function checkHostKey(hosts: readonly KnownHost[], name: string, key: Buffer): HostKeyVerdict {
  const base64 = key.toString("base64");
  const about = hosts.filter((host) => host.marker !== "cert-authority" && isAbout(host, name));
  if (about.some((host) => host.marker === "revoked" && host.key === base64)) return { kind: "revoked" };
  const pinned = about.filter((host) => host.marker === null);
  if (pinned.some((host) => host.key === base64)) return { kind: "known" };
  return pinned.length > 0 ? { kind: "changed", pinned } : { kind: "unknown" };
}

/** The types of the keys that are pinned for a host; the host is to be asked for one of these. */
export function pinnedKeyTypes(hosts: readonly KnownHost[], name: string): readonly string[] {
  const types = hosts.filter((host) => host.marker === null && isAbout(host, name)).map((host) => host.type);
  return [...new Set(types)];
}

/** The line that pins a key; the name is hidden behind a salted hash where a salt is given (HashKnownHosts). */
export function knownHostsLine(name: string, key: Buffer, salt: Buffer | null): string {
  const shown = salt ? `|1|${salt.toString("base64")}|${hashName(name, salt)}` : name;
  return `${shown} ${keyType(key)} ${key.toString("base64")}\n`;
}

/** As `ssh-keygen -l` shows it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

/** The type stands first in the wire format (RFC 4253, section 6.6): "ssh-ed25519". */
export function keyType(key: Buffer): string {
  return key.toString("latin1", 4, 4 + key.readUInt32BE(0));
}

function isAbout(host: KnownHost, name: string): boolean {
  if (!host.names.startsWith("|1|")) return matchesPatternList(host.names.split(","), [name]);
  const [, , salt, hash] = host.names.split("|");
  return hash === hashName(name, Buffer.from(salt ?? "", "base64"));
}

function hashName(name: string, salt: Buffer): string {
  return createHmac("sha1", salt).update(name).digest("base64");
}
