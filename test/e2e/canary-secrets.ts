import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A secret that is looked for everywhere afterwards. Quotes and blanks show whether escaped forms are found, too. */
function canary(kind: string): string {
  return `cnry-${kind}-${randomBytes(9).toString("hex")}`;
}

/** One secret for each way in which lab gets to know one. */
export const secrets = {
  marked: `${canary("marked")} it's "quoted" $HOME`,
  extra: canary("extra"),
  environment: canary("environment"),
  file: canary("file"),
  vault: canary("vault"),
  prompt: canary("prompt"),
  play: canary("play"),
  task: canary("task"),
  key: `-----BEGIN CANARY KEY-----\n${[1, 2, 3].map(() => randomBytes(48).toString("base64")).join("\n")}\n-----END CANARY KEY-----`,
} as const;

/** What stands for a secret in a search: itself, its lines, and what is certain of its base64 at any offset. */
export function traces(secret: string): string[] {
  const lines = secret.split("\n").filter((line) => !line.startsWith("-----"));
  const core = /cnry-\w+-\w+/.exec(secret)?.[0];
  return [...lines, ...(core === undefined ? [] : [core])].flatMap((text) => [
    text,
    ...[0, 1, 2].map((offset) => {
      const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]).toString("base64");
      return encoded.slice(4, 4 + Math.floor(((text.length - 3) * 4) / 3) - 4);
    }),
  ]);
}

/** Texts of all files below a folder, by their paths. */
export function filesBelow(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, name);
    if (statSync(path).isFile()) found.set(name, readFileSync(path, "latin1"));
  }
  return found;
}
