import type { InputProblem } from "../errors.ts";
import type { YamlFile } from "../input/yaml-file.ts";
import type { CompileContext } from "./compile-context.ts";
import { compilePlay } from "./compile-play.ts";
import type { CompiledPlay, CompiledPlaybook, Prompt } from "./compiled-play.ts";
import { InvalidPlaybook } from "./invalid-playbook.ts";
import { writtenPlays } from "./play-imports.ts";
import { readTooEarly } from "./undefined-variable.ts";

/**
 * Turns a parsed playbook into plain, valid data. Pure but for the files that it names.
 * Throws InvalidPlaybook with every problem found.
 */
export function compilePlaybook(source: YamlFile, context: CompileContext): CompiledPlaybook {
  const problems: InputProblem[] = [];
  const plays: CompiledPlay[] = [];
  const sound: CompiledPlay[] = [];
  const prompts = new Map<string, Prompt>();
  for (const written of writtenPlays(source, context, problems)) {
    const found: InputProblem[] = [];
    const compiled = compilePlay(written, context, plays.at(-1)?.results ?? {}, found);
    problems.push(...found.map((problem) => readTooEarly(problem, compiled?.play.results ?? {})));
    if (!compiled) continue;
    plays.push(compiled.play);
    if (compiled.sound) sound.push(compiled.sound);
    for (const prompt of compiled.prompts) if (!prompts.has(prompt.name)) prompts.set(prompt.name, prompt);
  }
  if (problems.length > 0) throw new InvalidPlaybook(withoutRepetition(problems), sound);
  return { file: source.file, plays, prompts: [...prompts.values()] };
}

/** A file that is imported twice has each of its mistakes once. */
function withoutRepetition(problems: readonly InputProblem[]): InputProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
