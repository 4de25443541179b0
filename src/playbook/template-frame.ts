import { isScoped } from "./template-syntax.ts";

/** What names mean at a place of a template; `each` and `with` make a new one. */
export interface TemplateFrame<Value = unknown> {
  readonly context: Value;
  /** Block parameters: `as |item index|`. */
  readonly bound: ReadonlyMap<string, Value>;
  /** `@index`, `@key`, `@first`, `@last`, `@root`. */
  readonly data: ReadonlyMap<string, Value>;
  readonly outer: TemplateFrame<Value> | null;
}

/** The frame of a whole template; `variables` is the mapping of them all. */
export function outermostFrame<Value>(variables: Value): TemplateFrame<Value> {
  return { context: variables, bound: new Map(), data: new Map([["root", variables]]), outer: null };
}

/** The frame within a block that binds `values` to its parameters; the first is what it speaks of. */
export function innerFrame<Value>(
  outer: TemplateFrame<Value>,
  parameters: readonly string[] = [],
  values: readonly [Value, ...Value[]],
  data: Readonly<Record<string, Value>> = {},
): TemplateFrame<Value> {
  const bound = new Map(outer.bound);
  for (const [index, name] of parameters.entries()) {
    const value = values[index];
    if (value !== undefined) bound.set(name, value);
  }
  return { context: values[0], bound, data: new Map([...outer.data, ...Object.entries(data)]), outer };
}

/** Where the look-up of a path begins, and the parts that are left. */
export function startOf<Value>(
  path: hbs.AST.PathExpression,
  frame: TemplateFrame<Value>,
): { readonly value: Value | undefined; readonly parts: readonly string[] } {
  const [first = "", ...rest] = path.parts;
  const target = outward(frame, path.depth);
  if (path.data) return { value: target.data.get(first), parts: rest };
  if (!isScoped(path) && frame.bound.has(first)) return { value: frame.bound.get(first), parts: rest };
  return { value: target.context, parts: path.parts };
}

function outward<Value>(frame: TemplateFrame<Value>, depth: number): TemplateFrame<Value> {
  return depth > 0 && frame.outer ? outward(frame.outer, depth - 1) : frame;
}
