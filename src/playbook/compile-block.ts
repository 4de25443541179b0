import type { InputProblem } from "../errors.ts";
import { checkWords, closedSchema } from "./check-words.ts";
import { withLoop } from "./compile-loop.ts";
import { handDown, namesWithin } from "./hand-down.ts";
import type { KnownNames } from "./known-names.ts";
import { blockKeywords } from "./playbook-schema.ts";
import { anyResultSchema } from "./result-schema.ts";
import { type Site, within } from "./site.ts";
import { noteWithin } from "./sound-part.ts";
import type { CompileList, HandedDown, StepContext, StepList } from "./step-context.ts";
import type { ValueSchema } from "./value-schema.ts";
import { withResults } from "./with-results.ts";
import { listOf } from "./written-values.ts";

const schema = closedSchema(blockKeywords);

type BlockSource = Readonly<Record<string, unknown>>;

/** Whether an entry of a list of tasks is a block, or tries to be one. */
export function isBlock(written: BlockSource): boolean {
  return "block" in written || "rescue" in written || "always" in written;
}

/** Compiles a block; one with neither rescue, always nor rollback is nothing but its tasks. */
export function compileBlock(
  written: BlockSource,
  site: Site,
  names: KnownNames,
  outer: HandedDown,
  context: StepContext,
  compileList: CompileList,
): StepList {
  const { problems } = context;
  const before = problems.length;
  problems.push(...checkWords(written, "block", schema, site, "the block"), ...checkParts(written, site));
  const inner = withLoop(written, namesWithin(written, names));
  const down = handDown(written, site, outer, inner, context);
  const isSound = problems.length === before;
  const compile = (key: string, known: KnownNames): StepList => {
    const list = compileList(written[key], within(site, key), known, down, context);
    if (!isSound) noteWithin(list.steps, context.unsound);
    return list;
  };
  const rollback = written.rollback === true;
  const isCovered = rollback || listOf(written.rescue).length > 0 || listOf(written.always).length > 0;
  const position = isCovered ? context.nextPosition() : -1;
  const block = compile("block", inner);
  if (!isCovered) return block;
  const afterBlock = withResults(inner, block.results);
  const rescue = compile("rescue", afterBlock.withVariables(rescueVariables));
  const always = compile("always", withResults(afterBlock, rescue.results));
  const results = { ...block.results, ...rescue.results, ...always.results };
  // Imports of files without tasks leave nothing of them.
  if (!rollback && rescue.steps.length + always.steps.length === 0) return { steps: block.steps, results };
  const location = site.source.locateKey([...site.path, "block"]);
  const parts = { steps: block.steps, rescue: rescue.steps, always: always.steps };
  return { steps: [{ kind: "block", position, ...parts, rollback, location }], results };
}

/** Says which task failed, and how. */
const rescueVariables: Readonly<Record<string, ValueSchema>> = {
  failed_task: { type: "string" },
  failed_result: anyResultSchema,
};

function checkParts(written: BlockSource, { source, path }: Site): InputProblem[] {
  if ("block" in written) return [];
  const key = "rescue" in written ? "rescue" : "always";
  const location = source.locateKey([...path, key]);
  return [{ message: `"${key}" needs a "block" beside it`, location, hint: "write block: […]" }];
}
