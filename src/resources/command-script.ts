import { hereDocument } from "./here-document.ts";
import { shQuote } from "./sh-quote.ts";

/** A command, and the surroundings in which it runs. */
export interface Invocation {
  /** Words that are run as they are, or a script for an interpreter. */
  readonly program:
    | { readonly kind: "words"; readonly words: readonly string[] }
    | { readonly kind: "script"; readonly interpreter: string; readonly text: string };
  readonly chdir: string | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly stdin: string | null;
}

/**
 * sh that becomes the command, so that its exit code is the command's. Neither environment nor script nor stdin is ever
 * an argument, where other users could read it: a script reaches its interpreter by file descriptor 3.
 */
export function commandScript({ program, chdir, environment, stdin }: Invocation): string {
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}=${shQuote(value)}`);
  const [command, script] =
    program.kind === "words"
      ? [program.words.map(shQuote).join(" "), null]
      : [`${shQuote(program.interpreter)} /dev/fd/3`, program.text];
  const inputs = [...(stdin === null ? [] : [["", stdin]]), ...(script === null ? [] : [["3", script]])];
  const documents = inputs.map(([descriptor = "", text = ""]) => {
    const [start = "", ...body] = hereDocument(text).split("\n");
    return { start: `${descriptor}${start}`, body: body.join("\n") };
  });
  return [
    ...(chdir === null ? [] : [`cd ${shQuote(chdir)} || exit`]),
    ...exports,
    ["exec", command, ...documents.map(({ start }) => start)].join(" "),
    ...documents.map(({ body }) => body),
  ].join("\n");
}
