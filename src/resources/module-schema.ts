import type { ArgumentSchema, Module } from "./module.ts";

const whole = new WeakMap<Module, object>();

/** The whole JSON Schema of a module's arguments: properties, and what must be given together or alone. */
export function moduleSchema(module: Module): ArgumentSchema | object {
  if (!module.extra) return module.schema;
  const known = whole.get(module);
  if (known) return known;
  const schema = { ...module.schema, ...module.extra };
  whole.set(module, schema);
  return schema;
}
