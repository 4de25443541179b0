import { probeOf } from "../resources/probe.ts";
import { shQuote } from "../resources/sh-quote.ts";

/** The largest snapshot, compressed, that is carried to the control machine; in bytes. */
export const mostBytes = 32 * 1024 * 1024;

/** A snapshot as its host holds it. */
export interface SavedSnapshot {
  /** Of the snapshot itself. */
  readonly sha256: string;
  /** Compressed with gzip; null where it was not asked for, or is more than can be carried. */
  readonly base64: string | null;
}

interface SnapshotQuery {
  readonly path: string;
  readonly content: boolean;
}

/** Asks a host for a snapshot; null while it is not there. Cost: with content its size, compressed, goes over the wire. */
export const savedSnapshot = probeOf(
  {
    name: "saved snapshot",
    script: (queries: readonly SnapshotQuery[]) => queries.map(question).join(""),
    parse: (stdout, queries) => {
      const parts = stdout.split("---\n");
      return queries.map((_, index) => parseSavedSnapshot(parts[index] ?? ""));
    },
  },
  ({ path }) => path,
);

function question({ path, content }: SnapshotQuery): string {
  const file = shQuote(path);
  const send = `if [ "$(gzip -c ${file} | wc -c)" -le ${mostBytes} ]; then gzip -c ${file} | base64; fi\n`;
  return `if [ -s ${file} ]; then
sha256sum <${file}
${content ? send : ""}fi
echo ---
`;
}

/** Reads a checksum and the content behind it. Pure. */
export function parseSavedSnapshot(text: string): SavedSnapshot | null {
  const [sum = "", ...lines] = text.split("\n");
  const base64 = lines.join("\n").trim();
  const sha256 = /^[0-9a-f]{64}/.exec(sum)?.[0];
  return sha256 === undefined ? null : { sha256, base64: base64 === "" ? null : base64 };
}
