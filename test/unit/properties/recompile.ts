import { InputError, type InputProblem } from "../../../src/errors.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import type { CompileContext } from "../../../src/playbook/compile-context.ts";
import { compilePlay } from "../../../src/playbook/compile-play.ts";
import type { CompiledPlay } from "../../../src/playbook/compiled-play.ts";
import { meaningOf } from "./meaning-of-play.ts";
import { printPlay } from "./print-play.ts";

/** Plays before and after they were printed and compiled again. */
export interface Recompiled {
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
  /** What the plays are printed as, and what they are printed as when that was compiled. */
  readonly texts: readonly (readonly [once: string, twice: string])[];
}

/** Prints each of the plays of a playbook and compiles what was printed. Throws InputError when that is not valid. */
export function recompile(plays: readonly CompiledPlay[], context: CompileContext): Recompiled {
  const options = {
    given: new Set(Object.keys(context.extraVars)),
    nowhere: context.limit === null ? "etcd" : `all:!${context.limit}`,
  };
  const again: CompiledPlay[] = [];
  const texts = plays.map((play) => printPlay(play, options));
  for (const [index, play] of plays.entries()) {
    const problems: InputProblem[] = [];
    const source = parseYamlFile(play.file, texts[index] ?? "");
    const written = Array.isArray(source.data) ? source.data[0] : null;
    const site = { source, path: [0] };
    const results = again.at(-1)?.results ?? {};
    const compiled = compilePlay(
      { written, site, imports: [] },
      { ...context, answers: new Map() },
      results,
      problems,
    );
    if (problems.length > 0 || !compiled) throw new InputError(problems);
    again.push(compiled.play);
  }
  return {
    before: plays.map(meaningOf),
    after: again.map(meaningOf),
    texts: texts.map((text, index) => {
      const play = again[index];
      return [text, play ? printPlay(play, options) : ""];
    }),
  };
}
