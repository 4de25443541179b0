import { oneUser } from "./command-rules.ts";
import { has, ifThen, type JsonSchema } from "./json-schema.ts";
import type { StepKind } from "./step-kind.ts";

/** The collections of Ansible that may stand before the name of a module. */
const collection = "^(ansible\\.(builtin|legacy|posix)|community\\.general)\\.";

/**
 * One entry of a list of tasks. It is a single mapping of all words, not a choice of mappings, so that an editor names
 * the one wrong key instead of saying that nothing fits.
 */
export function stepSchema(tasks: StepKind, others: readonly StepKind[]): JsonSchema {
  const kinds = [tasks, ...others];
  return {
    title: "a task",
    type: "object",
    properties: Object.assign({}, ...kinds.map(({ keywords, keys }) => ({ ...keywords, ...keys }))),
    patternProperties: prefixed(tasks.keys),
    additionalProperties: false,
    oneOf: [...kinds.flatMap(({ keys }) => Object.keys(keys)).map(isNamed), hasPrefixed],
    allOf: [
      ...others.map(onlyItsWords),
      ...foreignWords(tasks, others),
      ...(tasks.rules ?? []),
      ...others.flatMap((kind) => (kind.rules ?? []).map((rule) => ifThen(isOf(kind), rule))),
      oneUser,
    ],
  };
}

function isNamed(key: string): JsonSchema {
  return { ...has(key), errorMessage: "the task names no module" };
}

function prefixed(keys: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return Object.fromEntries(Object.entries(keys).map(([name, value]) => [`${collection}${name}$`, value]));
}

/** "Not all keys are without a prefix": draft-07 has no other word for it. */
const hasPrefixed: JsonSchema = { not: { propertyNames: { not: { pattern: collection } } } };

function onlyItsWords(kind: StepKind): JsonSchema {
  const words = [...Object.keys(kind.keys), ...Object.keys(kind.keywords)];
  return ifThen(isOf(kind), { propertyNames: { enum: words } });
}

/** Words that tasks do not know (`rescue`) need an entry of a kind that does. */
function foreignWords(tasks: StepKind, others: readonly StepKind[]): JsonSchema[] {
  const words = new Set(others.flatMap(({ keywords }) => Object.keys(keywords)));
  return [...words]
    .filter((word) => !(word in tasks.keywords))
    .map((word) => ifThen(has(word), { anyOf: others.filter(({ keywords }) => word in keywords).map(isOf) }));
}

function isOf({ keys }: StepKind): JsonSchema {
  return { anyOf: Object.keys(keys).map(has) };
}
