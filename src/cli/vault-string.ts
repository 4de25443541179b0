import { text as textOf } from "node:stream/consumers";
import { exitCode, InputError } from "../errors.ts";
import { seal } from "../vault/age.ts";
import { sealedValue } from "../vault/write-vault-values.ts";
import type { Ask } from "./ask-on-terminal.ts";

/** How an encrypted value is printed. */
export interface StringFlags {
  /** As a JSON string, for clusters.json. */
  readonly json: boolean;
  /** With this key before it. */
  readonly name?: string;
}

/** `lab vault encrypt --string`: prints a value that is ready to be put into a file. */
export async function encryptString(
  { json, name }: StringFlags,
  secret: string,
  recipients: readonly string[],
  write: (text: string) => void,
): Promise<number> {
  const armored = await seal(secret, recipients);
  const style = json ? ({ kind: "json" } as const) : ({ kind: "block", header: "|", indent: "  " } as const);
  const key = name === undefined ? "" : `${json ? JSON.stringify(name) : name}: `;
  write(`${key}${sealedValue(armored, style)}\n`);
  return exitCode.ok;
}

/** The value to encrypt: what is typed twice without being shown, or what stdin holds; never an argument. Throws InputError. */
export async function secretFromUser(ask: Ask | null, stdin: NodeJS.ReadableStream): Promise<string> {
  const text = ask === null ? withoutLineEnd(await textOf(stdin)) : await askTwice(ask);
  if (text === "") throw new InputError({ message: "there is nothing to encrypt: the value is empty" });
  return text;
}

/** What echo ends its one line with is no part of a password; the lines of a key stay as they are. */
function withoutLineEnd(text: string): string {
  const [, line] = /^([^\r\n]*)\r?\n$/.exec(text) ?? [];
  return line ?? text;
}

async function askTwice(ask: Ask): Promise<string> {
  const first = await ask({ text: "value to encrypt", isHidden: true });
  const second = await ask({ text: "once more to confirm", isHidden: true });
  if (first === second) return first;
  throw new InputError({ message: "the two values differ", hint: "try again" });
}
