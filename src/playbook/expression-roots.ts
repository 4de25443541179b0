import type { ASTNode } from "@marcbachmann/cel-js";

/** A variable that an expression reads, and the offset where it first stands. */
export interface ExpressionRoot {
  readonly name: string;
  readonly offset: number;
}

/** Functions whose first value is a name that they bind. */
export const bindingMacros: ReadonlySet<string> = new Set([
  "all",
  "exists",
  "exists_one",
  "map",
  "filter",
  "bind",
]);

/** The free variables of an expression; what a macro binds (`l.exists(i, …)`, `cel.bind(t, …)`) is not free. */
export function expressionRoots(ast: ASTNode): ExpressionRoot[] {
  const roots = new Map<string, ExpressionRoot>();
  visit(ast, new Set());
  return [...roots.values()];

  function visit(node: unknown, bound: ReadonlySet<string>): void {
    if (Array.isArray(node)) {
      for (const inner of node) visit(inner, bound);
      return;
    }
    if (!isNode(node) || node.op === "value") return;
    if (node.op === "id") {
      const name = String(node.args);
      if (!bound.has(name) && !roots.has(name)) roots.set(name, { name, offset: node.range.start });
      return;
    }
    if (node.op !== "rcall" || !Array.isArray(node.args)) {
      visit(node.args, bound);
      return;
    }
    const [method, receiver, parameters]: unknown[] = node.args;
    if (!isNamespace(receiver)) visit(receiver, bound);
    visit(parameters, new Set([...bound, ...boundBy(String(method), parameters)]));
  }
}

/** `cel.bind(…)` and `optional.of(…)` call functions of CEL, not of a variable. */
export function isNamespace(receiver: unknown): boolean {
  return (
    isNode(receiver) && receiver.op === "id" && (receiver.args === "cel" || receiver.args === "optional")
  );
}

function boundBy(method: string, parameters: unknown): string[] {
  if (!Array.isArray(parameters) || !bindingMacros.has(method)) return [];
  const variable: unknown = parameters[0];
  return isNode(variable) && variable.op === "id" ? [String(variable.args)] : [];
}

interface Node {
  readonly op: string;
  readonly args: unknown;
  readonly range: { readonly start: number };
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "op" in value && "args" in value && "range" in value;
}
