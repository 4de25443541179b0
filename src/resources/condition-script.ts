import { shQuote } from "./sh-quote.ts";

/** Something on a host that may become true by itself. */
export type Condition =
  /** A TCP port answers; on the host itself it is listened on. */
  | { readonly kind: "port"; readonly host: string; readonly port: number }
  /** A file has a line that an extended regular expression matches. */
  | { readonly kind: "match"; readonly path: string; readonly regex: string }
  | { readonly kind: "path"; readonly path: string };

/** sh, for a subshell, whose exit code is the answer: 0 yes, 1 no, 2 the host has no means to tell. Takes at most 3 s. */
export function conditionScript(condition: Condition): string {
  switch (condition.kind) {
    case "path":
      return `[ -e ${shQuote(condition.path)} ] || [ -L ${shQuote(condition.path)} ]`;
    case "match":
      return `grep -qsE -e ${shQuote(condition.regex)} -- ${shQuote(condition.path)} || exit 1`;
    case "port":
      return isLocal(condition.host) ? listening(condition.port) : answers(condition.host, condition.port);
  }
}

const isLocal = (host: string) => ["localhost", "127.0.0.1", "::1"].includes(host);

/**
 * In the kernel's own tables: a socket in state 0A (listening) on any address or a loopback one. Addresses are in the
 * byte order of the processor, here little-endian.
 */
function listening(port: number): string {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const ipv4 = "0{8}|[0-9A-F]{6}7F";
  const ipv6 = "0{32}|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F";
  const pattern = `^ *[0-9]+: (${ipv4}|${ipv6}):${hex} [0-9A-F]+:0000 0A `;
  return `grep -qsE ${shQuote(pattern)} /proc/net/tcp /proc/net/tcp6 || exit 1`;
}

/** sh has no sockets: bash has, or netcat is there. */
function answers(host: string, port: number): string {
  const opening = `: <>${shQuote(`/dev/tcp/${host}/${port}`)}`;
  return `if command -v bash >/dev/null; then
  timeout 3 bash -c ${shQuote(opening)} 2>/dev/null || exit 1
elif command -v nc >/dev/null; then
  nc -z -w 3 ${shQuote(host)} ${port} >/dev/null 2>&1 || exit 1
else
  exit 2
fi`;
}
