import { conforms } from "../input/check-schema.ts";
import type { Module } from "../resources/module.ts";
import { moduleSchema } from "../resources/module-schema.ts";
import { allowTemplates } from "./allow-templates.ts";
import { argumentsSchema } from "./arguments-schema.ts";
import { expressionSchema } from "./expression-schema.ts";
import type { JsonSchema } from "./json-schema.ts";
import { variableName } from "./variables-schema.ts";

/** What may stand under a module's key: its arguments, its free form, or nothing where it needs none. */
export function moduleValue(module: Module): JsonSchema {
  const forms = [
    { ...argumentsSchema({ ...moduleSchema(module) }, module.expressions), ...ownNames(module) },
    ...freeForm(module),
    ...(conforms(moduleSchema(module), {}) ? [{ type: "null" }] : []),
  ];
  const [only] = forms;
  const form = forms.length === 1 ? only : { anyOf: forms };
  return { title: module.name, description: module.summary, ...form };
}

/** Arguments of one's own are variables (set_fact). */
function ownNames({ schema }: Module): JsonSchema {
  return schema.additionalProperties ? { propertyNames: variableName } : {};
}

function freeForm(module: Module): JsonSchema[] {
  const property = module.freeForm === undefined ? undefined : module.schema.properties[module.freeForm];
  if (!property) return [];
  const isExpression = module.expressions?.includes(module.freeForm ?? "") ?? false;
  const form = isExpression ? expressionSchema(property) : allowTemplates(property);
  return [{ ...("type" in form ? {} : { type: notMapping }), ...form, ...notShort(module) }];
}

/** A mapping is always one of arguments. */
const notMapping = ["string", "number", "boolean", "array"];

/** Ansible's short form, `apt: name=curl state=present`; a message may look like it. */
function notShort(module: Module): JsonSchema {
  if (module.freeForm === "msg") return {};
  const names = Object.keys(module.schema.properties).join("|");
  return { not: { type: "string", pattern: `(^|\\s)(${names})=\\S` } };
}
