import { type ASTNode, Environment } from "@marcbachmann/cel-js";

/** A CEL expression that was parsed and type-checked. */
export interface Expression {
  readonly source: string;
  /** Names of the variables that it reads. */
  readonly roots: readonly string[];
  /** Evaluates with plain data. Throws ExpressionError, for example on a missing key. */
  evaluate(variables: Readonly<Record<string, unknown>>): unknown;
}

/** What is wrong with an expression, and where in its text. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  /** Offset of the offending part in the expression, and its length. */
  readonly offset: number;
  readonly length: number;
  readonly hint: string;

  constructor(message: string, offset: number, length: number, hint = "") {
    super(message);
    this.offset = offset;
    this.length = Math.max(1, length);
    this.hint = hint;
  }
}

let environment: Environment | undefined;

/** Names of variables are checked by the caller, who knows for which host they are defined. */
function celEnvironment(): Environment {
  environment ??= new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
  });
  return environment;
}

const parsed = new Map<string, Expression>();

/** Parses and type-checks an expression. Throws ExpressionError. Cost: once per text and process. */
export function parseExpression(source: string): Expression {
  const known = parsed.get(source);
  if (known) return known;
  const program = attempt(source, () => celEnvironment().parse(source));
  const checked = program.check();
  if (!checked.valid && checked.error) throw explained(source, checked.error);
  const expression: Expression = {
    source,
    roots: rootsOf(program.ast),
    evaluate: (variables) => {
      const context: Record<string, unknown> = {};
      for (const root of expression.roots) {
        if (root in variables) context[root] = toCel(variables[root]);
      }
      return fromCel(attempt(source, () => program(context)));
    },
  };
  parsed.set(source, expression);
  return expression;
}

function attempt<T>(source: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof Error) throw explained(source, error);
    throw error;
  }
}

function explained(
  source: string,
  error: Error & { range?: { start: number; end: number }; summary?: string },
) {
  const { start, end } = error.range ?? { start: 0, end: source.length };
  const message = error.summary ?? error.message.split("\n")[0] ?? "invalid expression";
  return new ExpressionError(message, start, end - start, hintFor(source));
}

/** Expressions are CEL; who writes Jinja out of habit is told the CEL word. */
function hintFor(source: string): string {
  const habits: readonly (readonly [RegExp, string])[] = [
    [/\bis\s+(not\s+)?defined\b/, "expressions are CEL: write has(a.b) for `a.b is defined`"],
    [/(^|[\s(])not\s/, "expressions are CEL: write ! for `not`"],
    [/\s(and|or)\s/, "expressions are CEL: write && for `and`, || for `or`"],
    [
      /\|\s*\w+/,
      "expressions are CEL and have no filters: write size(x) for `x | length`, int(x) for `x | int`",
    ],
    [/\{\{/, "an expression stands without {{ }}"],
    [/\b(True|False)\b/, "expressions are CEL: write true and false"],
    [/\bNone\b/, "expressions are CEL: write null"],
  ];
  return habits.find(([pattern]) => pattern.test(source))?.[1] ?? "";
}

/** CEL integers are 64 bits wide, which JavaScript has as bigint. */
function toCel(value: unknown): unknown {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (Array.isArray(value)) return value.map(toCel);
  if (isPlainObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toCel(inner)]));
  }
  return value;
}

function fromCel(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(fromCel);
  if (isPlainObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fromCel(inner)]));
  }
  return value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

const bindingMacros: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "map", "filter", "bind"]);

/** The free variables of an expression; what a macro binds (`l.exists(i, …)`, `cel.bind(t, …)`) is not free. */
function rootsOf(ast: ASTNode): string[] {
  const roots = new Set<string>();
  visit(ast, new Set());
  return [...roots];

  function visit(node: unknown, bound: ReadonlySet<string>): void {
    if (Array.isArray(node)) {
      for (const inner of node) visit(inner, bound);
      return;
    }
    if (!isNode(node)) return;
    if (node.op === "id") {
      const name = String(node.args);
      if (!bound.has(name)) roots.add(name);
      return;
    }
    if (node.op === "value") return;
    if (node.op === "rcall" && Array.isArray(node.args)) {
      const [method, receiver, parameters] = node.args as [string, unknown, unknown];
      if (method !== "bind") visit(receiver, bound);
      visit(parameters, new Set([...bound, ...boundBy(method, parameters)]));
      return;
    }
    visit(node.args, bound);
  }
}

function boundBy(method: string, parameters: unknown): string[] {
  if (!Array.isArray(parameters) || !bindingMacros.has(method)) return [];
  const variable: unknown = parameters[0];
  return isNode(variable) && variable.op === "id" ? [String(variable.args)] : [];
}

function isNode(value: unknown): value is { readonly op: string; readonly args: unknown } {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}
