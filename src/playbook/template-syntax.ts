/** A part of a template that calls a helper or reads a variable. */
export type TemplateCall = hbs.AST.MustacheStatement | hbs.AST.BlockStatement | hbs.AST.SubExpression;

/** Helpers that take a block: `{{#if x}} … {{/if}}`. */
export const blockHelpers = ["if", "unless", "each", "with"] as const;

/** Calls whose values may be missing: they ask whether there is one. */
const lenientCalls: ReadonlySet<string> = new Set(["default", "if", "unless", "and", "or", "not"]);

/** Whether variables that stand directly in a call of this name may be missing. */
export function isLenient(name: string): boolean {
  return lenientCalls.has(name);
}

/** Calls that tell something about their values, but not the values. */
const veilingCalls: ReadonlySet<string> = new Set(
  "if unless eq ne lt gt not and or contains length sha256".split(" "),
);

/** Whether the result of a call of this name does not show the values that stand directly in it. */
export function isVeiling(name: string): boolean {
  return veilingCalls.has(name);
}

/** Whether a part is `{{ … }}` without a block. */
export function isMustache(node: hbs.AST.Node): node is hbs.AST.MustacheStatement {
  return node.type === "MustacheStatement";
}

/** Whether a part is `{{#…}} … {{/…}}`. */
export function isBlock(node: hbs.AST.Node): node is hbs.AST.BlockStatement {
  return node.type === "BlockStatement";
}

/** Whether a part is text that stays as it is. */
export function isContent(node: hbs.AST.Node): node is hbs.AST.ContentStatement {
  return node.type === "ContentStatement";
}

/** Whether a value is a call in brackets: `(eq a b)`. */
export function isSubExpression(node: hbs.AST.Node): node is hbs.AST.SubExpression {
  return node.type === "SubExpression";
}

/** Whether a value reads a variable, rather than being a literal or a call. */
export function isPath(node: hbs.AST.Node): node is hbs.AST.PathExpression {
  return node.type === "PathExpression";
}

/** The name that a call begins with; empty where a literal stands there. */
export function nameOf(call: TemplateCall): string {
  return isPath(call.path) ? call.path.original : "";
}

/** Whether a path says itself where it begins (`this.x`, `./x`, `../x`), so that no block parameter is meant. */
export function isScoped(path: hbs.AST.PathExpression): boolean {
  return /^(\.|this\b)/.test(path.original);
}

/** Offset of a place that the parser names by line (from 1) and column (from 0). */
export function offsetOf(source: string, place: { readonly line: number; readonly column: number }): number {
  const lines = source.split("\n").slice(0, place.line - 1);
  return lines.reduce((sum, line) => sum + line.length + 1, 0) + place.column;
}
