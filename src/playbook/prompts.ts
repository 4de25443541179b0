import type { InputProblem } from "../errors.ts";
import { asText } from "../input/as-text.ts";
import { isMapping } from "../input/mapping.ts";
import { checkVariableName } from "./check-variable-names.ts";
import { checkWords } from "./check-words.ts";
import type { Prompt } from "./compiled-play.ts";
import { promptEntry } from "./playbook-schema.ts";
import { type Site, within } from "./site.ts";
import { listOf } from "./written-values.ts";

/** The questions of a `vars_prompt`. The variable `node` may be asked for, as it may be given by -e: it is a name then. */
export function promptsOf(written: unknown, site: Site, problems: InputProblem[]): Prompt[] {
  return listOf(written).flatMap((entry, index) => {
    const at = within(site, index);
    problems.push(...checkWords(entry, "prompt", promptEntry, at, "the prompt"));
    if (!isMapping(entry) || typeof entry.name !== "string") return [];
    if (entry.name !== "node") problems.push(...checkVariableName(entry.name, within(at, "name")));
    return [
      {
        name: entry.name,
        text: typeof entry.prompt === "string" ? entry.prompt : entry.name,
        isPrivate: entry.private !== false,
        default: entry.default === undefined ? null : asText(entry.default),
        confirm: entry.confirm === true,
        location: at.source.locate([...at.path, "name"]),
      },
    ];
  });
}
