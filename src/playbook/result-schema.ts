import { isMapping } from "../input/mapping.ts";
import type { Module } from "../resources/module.ts";
import { anything, type ValueSchema } from "./value-schema.ts";

const outcome = {
  changed: { type: "boolean", description: "Whether the task changed something, or would in a check." },
  failed: { type: "boolean", description: "Whether the task failed." },
  skipped: { type: "boolean", description: "Whether its condition kept it from running." },
} as const satisfies ValueSchema["properties"];

const lines = { type: "array", items: { type: "string" } } as const;

/** What every registered result has. */
const common = {
  ...outcome,
  unreachable: { type: "boolean", description: "Whether the host could not be reached." },
  msg: { type: "string", description: "What there is to say of it, such as the reason of a failure." },
  rc: { type: "integer", description: "Exit code of the command; 0 where none was run." },
  stdout: { type: "string", description: "What the command printed." },
  stderr: { type: "string", description: "What the command printed to its standard error." },
  stdout_lines: { ...lines, description: "stdout, line by line." },
  stderr_lines: { ...lines, description: "stderr, line by line." },
} as const satisfies ValueSchema["properties"];

/** What is registered of a module's task; `returns` are its own fields. */
type Returning = Pick<Module, "returns">;

/**
 * The form of what `register` holds once a task has run. A loop registers the results of its rounds, each with its
 * `item`; the `until`, `failed_when` and `changed_when` of a loop read the result of the round: `isLoop` is false.
 */
export function resultSchema(module: Returning, isLoop: boolean, item: ValueSchema = anything): ValueSchema {
  const properties = { ...common, ...propertiesOf(module.returns) };
  if (!isLoop) return { type: "object", properties };
  const round = { type: "object", properties: { ...properties, item } } as const;
  return { type: "object", properties: { ...outcome, results: { type: "array", items: round } } };
}

/** The form of `failed_result`, which may be the result of any task. */
export const anyResultSchema: ValueSchema = {
  type: "object",
  properties: { ...common, item: anything },
  additionalProperties: anything,
};

function propertiesOf(returns: Module["returns"] = {}): Record<string, ValueSchema> {
  return Object.fromEntries(Object.entries(returns).map(([name, schema]) => [name, valueSchema(schema)]));
}

const types = ["object", "array", "string", "integer", "number", "boolean", "null"] as const;

/** What a JSON Schema says of the form of a value; alternatives say nothing. */
function valueSchema(schema: object): ValueSchema {
  const { type, properties, additionalProperties, items }: Readonly<Record<string, unknown>> = { ...schema };
  const known = types.find((name) => name === type);
  if (known === undefined) return anything;
  return {
    type: known,
    ...(isMapping(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, inner]) => [
          key,
          isMapping(inner) ? valueSchema(inner) : anything,
        ]),
      ),
    }),
    ...(isMapping(additionalProperties) && { additionalProperties: valueSchema(additionalProperties) }),
    ...(additionalProperties === true && { additionalProperties: anything }),
    ...(isMapping(items) && { items: valueSchema(items) }),
  };
}
