import { probeOf } from "../../../src/resources/probe.ts";
import { shQuote } from "../../../src/resources/sh-quote.ts";
import { tunnelFile } from "./paths.ts";
import { keyLine, type ReadTunnel, readTunnel } from "./tunnel-file.ts";

/** What a host tells the others of itself. */
export interface TunnelHost extends ReadTunnel {
  /** Of the wanted key, else of the one in use; null where it has none. */
  readonly publicKey: string | null;
}

/**
 * Asks a host for its public key, its address in the VPN and the peers that it knows; a private key never leaves it. `keyFile`
 * is the key that is wanted. Cost: rides in a frame; three processes.
 */
export const tunnelHost = probeOf(
  {
    name: "wireguard host",
    script: (queries: readonly { readonly keyFile: string }[]) => queries.map(questionFor).join(""),
    parse: (stdout, queries): readonly TunnelHost[] => {
      const answers = stdout.split(/^-- \S+$/m).slice(1);
      return queries.map((_, index) => parseTunnelHost(answers[index] ?? ""));
    },
  },
  ({ keyFile }) => keyFile,
);

function questionFor({ keyFile }: { readonly keyFile: string }): string {
  return `echo ${shQuote(`-- ${keyFile}`)}
lab_key=${shQuote(keyFile)}
if [ -r ${tunnelFile} ]; then
  grep -Eiv '^[[:space:]]*(PrivateKey|PresharedKey)' ${tunnelFile} | sed 's/^/conf=/'
  [ -e "$lab_key" ] || lab_key=$(sed -n 's/^${keyLine}//p' ${tunnelFile} | head -n 1)
fi
if command -v wg >/dev/null 2>&1; then
  [ ! -r "$lab_key" ] || printf 'key=%s\\n' "$(wg pubkey <"$lab_key" 2>/dev/null)"
fi
`;
}

/** Reads what the script above prints for one query. */
export function parseTunnelHost(printed: string): TunnelHost {
  const lines = printed.split("\n");
  const values = (key: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));
  const [publicKey = ""] = values("key");
  return {
    ...readTunnel(values("conf").join("\n")),
    publicKey: publicKey === "" ? null : publicKey,
  };
}
