import { checkWords, closedSchema } from "./check-words.ts";
import type { CompiledMeta } from "./compiled-play.ts";
import { handDown, namesWithin } from "./hand-down.ts";
import type { KnownNames } from "./known-names.ts";
import { metaKeywords } from "./playbook-schema.ts";
import { type Site, within } from "./site.ts";
import type { HandedDown, StepContext } from "./step-context.ts";

const schema = closedSchema(metaKeywords);

/** Orders of Ansible that lab does not have, and why nobody misses them. */
const foreign: Readonly<Record<string, string>> = {
  clear_facts: "facts are asked for anew in every run",
  clear_host_errors: "ignore_unreachable and rescue say what goes on after an error",
  end_batch: "end_play ends the play for all hosts, end_host for one",
  end_role: "give the tasks that follow a condition",
  refresh_inventory: "write a playbook of its own, and run it afterwards",
  reset_connection: "each run logs in anew: write what follows as a playbook of its own",
};

const orders: readonly CompiledMeta["action"][] = ["flush_handlers", "end_host", "end_play", "noop"];

/** Compiles an order to lab itself, written under `key`; null where it is none. */
export function compileMeta(
  written: Readonly<Record<string, unknown>>,
  key: string,
  site: Site,
  names: KnownNames,
  outer: HandedDown,
  context: StepContext,
): CompiledMeta | null {
  const { problems } = context;
  const { [key]: action, ...rest } = written;
  const order = typeof action === "string" ? action : "";
  const location = site.source.locate([...site.path, key]);
  const isForeign = Object.hasOwn(foreign, order);
  if (isForeign)
    problems.push({ message: `"meta: ${order}" is not supported`, location, hint: foreign[order] ?? "" });
  problems.push(...checkWords(rest, "meta", schema, site, "the order"));
  if (!isForeign)
    problems.push(...checkWords(action, "meta", metaKeywords.meta, within(site, key), '"meta"'));
  const down = handDown(rest, site, outer, namesWithin(rest, names), context);
  const position = context.nextPosition();
  const known = orders.find((one) => one === order);
  if (known === undefined) return null;
  return {
    kind: "meta",
    position,
    action: known,
    when: down.when,
    tags: down.tags,
    vars: down.vars,
    location: site.source.locateKey([...site.path, key]),
  };
}
