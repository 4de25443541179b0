import { commandScript, type Invocation } from "./command-script.ts";
import { type Probe, type ProbeKind, probeOf } from "./probe.ts";

/**
 * Questions of the playbook's own: commands that only read, and answer by their exit code. True is exit code 0.
 * Cost: what the commands cost, one after another. That they do not write is up to who writes them.
 */
export const questionProbe: ProbeKind<Invocation, boolean> = {
  name: "question",
  script: (queries) =>
    queries
      .map((query) => `(\n${commandScript(query)}\n) >/dev/null 2>&1 </dev/null\nprintf '%s\\n' "$?"\n`)
      .join(""),
  parse: (stdout, queries) => {
    const codes = stdout.split("\n");
    return queries.map((_, index) => codes[index] === "0");
  },
};

/** Asks whether a command succeeds. */
export const questionState: (query: Invocation) => Probe<boolean> = probeOf(questionProbe, ({ program }) =>
  program.kind === "words" ? program.words.join(" ") : program.text,
);
