import { isScoped } from "./template-syntax.ts";

/** What names mean at a place of a template; `each` and `with` make a new one. */
export interface TemplateFrame {
  readonly context: unknown;
  /** Block parameters: `as |item index|`. */
  readonly bound: ReadonlyMap<string, unknown>;
  /** `@index`, `@key`, `@first`, `@last`, `@root`. */
  readonly data: ReadonlyMap<string, unknown>;
  readonly outer: TemplateFrame | null;
}

/** The frame of a whole template. */
export function outermostFrame(variables: Readonly<Record<string, unknown>>): TemplateFrame {
  return { context: variables, bound: new Map(), data: new Map([["root", variables]]), outer: null };
}

/** The frame within a block that binds `values` to its parameters. */
export function innerFrame(
  outer: TemplateFrame,
  parameters: readonly string[] = [],
  values: readonly unknown[],
  data: Readonly<Record<string, unknown>> = {},
): TemplateFrame {
  const bound = new Map([...outer.bound, ...parameters.map((name, index) => [name, values[index]] as const)]);
  return { context: values[0], bound, data: new Map([...outer.data, ...Object.entries(data)]), outer };
}

/** Where the look-up of a path begins, and the parts that are left. */
export function startOf(
  path: hbs.AST.PathExpression,
  frame: TemplateFrame,
): { readonly value: unknown; readonly parts: readonly string[] } {
  const [first = "", ...rest] = path.parts;
  const target = outward(frame, path.depth);
  if (path.data) return { value: target.data.get(first), parts: rest };
  if (!isScoped(path) && frame.bound.has(first)) return { value: frame.bound.get(first), parts: rest };
  return { value: target.context, parts: path.parts };
}

function outward(frame: TemplateFrame, depth: number): TemplateFrame {
  return depth > 0 && frame.outer ? outward(frame.outer, depth - 1) : frame;
}
