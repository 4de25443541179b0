import { hereDocument } from "./here-document.ts";
import type { RunAs } from "./run-as.ts";
import { runAsScript } from "./run-as-script.ts";
import { shQuote } from "./sh-quote.ts";
import { shWords } from "./sh-words.ts";

/** A command, and the surroundings in which it runs. */
export interface Invocation {
  /** Words that are run as they are, or a script for an interpreter. */
  readonly program:
    | { readonly kind: "words"; readonly words: readonly string[] }
    | { readonly kind: "script"; readonly interpreter: string; readonly text: string };
  readonly runAs: RunAs;
  readonly chdir: string | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly stdin: string | null;
}

/**
 * sh that becomes the command, so that its exit code is the command's. Neither environment nor script nor stdin is ever
 * an argument, where other users could read it: a script reaches its interpreter by file descriptor 3.
 */
export function commandScript({ program, runAs, chdir, environment, stdin }: Invocation): string {
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}=${shQuote(value)}`);
  const script = program.kind === "words" ? null : program.text;
  const inputs = [...(stdin === null ? [] : [["", stdin]]), ...(script === null ? [] : [["3", script]])];
  const documents = inputs.map(([descriptor = "", text = ""]) => {
    const [start = "", ...body] = hereDocument(text).split("\n");
    return { start: `${descriptor}${start}`, body: body.join("\n") };
  });
  return [
    ...(chdir === null ? [] : [`cd ${shQuote(chdir)} || exit`]),
    ...(runAs.kind === "root" ? [] : [runAsScript(runAs)]),
    ...exports,
    [commandLine(program, runAs), ...documents.map(({ start }) => start)].join(" "),
    ...documents.map(({ body }) => body),
  ].join("\n");
}

function commandLine(program: Invocation["program"], runAs: RunAs): string {
  const become = runAs.kind === "root" ? "exec" : "lab_as";
  if (program.kind === "words") return `${become} ${shWords(program.words)}`;
  const interpreter = shQuote(program.interpreter);
  if (runAs.kind === "root") return `${become} ${interpreter} /dev/fd/3`;
  return `${become} /bin/sh -c "${rewrapScript}" ${interpreter}`;
}

/** Another user cannot open a descriptor that root has opened, but may read from it, and make a copy to open. */
const rewrapScript = `lab_script=\\$(/bin/cat <&3 && echo .) || exit
exec \\"\\$0\\" /dev/fd/3 3<<LAB
\\\${lab_script%.}
LAB`;
