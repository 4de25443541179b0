import { InputError, type InputProblem } from "../errors.ts";
import type { YamlFile } from "../input/yaml-file.ts";
import { type CompileContext, compilePlay } from "./compile-play.ts";
import type { CompiledPlay, CompiledPlaybook } from "./compiled-play.ts";

/**
 * Turns a parsed playbook into plain, valid data. Pure but for the files that tasks name.
 * Throws InputError with every problem found.
 */
export function compilePlaybook(source: YamlFile, context: CompileContext): CompiledPlaybook {
  if (!Array.isArray(source.data) || source.data.length === 0) {
    throw new InputError({
      message: "a playbook is a list of plays",
      location: source.locate([]),
      hint: "start with: - hosts: all",
    });
  }
  const problems: InputProblem[] = [];
  const plays: CompiledPlay[] = [];
  for (const [index, written] of source.data.entries()) {
    const before = plays.at(-1)?.registers ?? {};
    const play = compilePlay(written, { source, path: [index] }, context, before, problems);
    if (play) plays.push(play);
  }
  if (problems.length > 0) throw new InputError(problems);
  return { file: source.file, plays };
}
