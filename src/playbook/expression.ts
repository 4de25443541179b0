import type { ASTNode } from "@marcbachmann/cel-js";
import { celEnvironment, celFunctions } from "./cel-environment.ts";
import { explainExpression, habitIn, takenName } from "./explain-expression.ts";
import { type ExpressionRoot, expressionRoots } from "./expression-roots.ts";
import { isTooDeep } from "./syntax-depth.ts";
import { ExpressionError } from "./text-error.ts";

/** A CEL expression that was parsed and type-checked. */
export interface Expression {
  readonly source: string;
  readonly ast: ASTNode;
  /** The variables that it reads. */
  readonly roots: readonly ExpressionRoot[];
  /** What it comes to, as far as that is certain without its variables: "bool", "string", "dyn", … */
  readonly type: string;
  /** Evaluates with plain data. Throws ExpressionError, for example on a missing key. */
  evaluate(variables: Readonly<Record<string, unknown>>): unknown;
}

const parsed = new Map<string, Expression>();
/** Constants of another language, which are variables to CEL. */
function isForeign({ name }: ExpressionRoot): boolean {
  return name === "True" || name === "False" || name === "None";
}

/** Parses and type-checks an expression. Throws ExpressionError. Cost: once per text and process. */
export function parseExpression(source: string): Expression {
  const known = parsed.get(source);
  if (known) return known;
  const program = attempt(source, () => celEnvironment().parse(source), habitIn);
  if (isTooDeep<unknown>(program.ast, partsOf)) throw tooDeep(source);
  const roots = expressionRoots(program.ast);
  const wrongName = takenName(roots) ?? (roots.some(isForeign) ? habitIn(source) : null);
  if (wrongName) throw wrongName;
  const checked = program.check();
  if (!checked.valid && checked.error) throw habitIn(source) ?? explained(source, checked.error);
  const expression: Expression = {
    source,
    ast: program.ast,
    roots,
    type: checked.type ?? "dyn",
    evaluate: (variables) => {
      const context: Record<string, unknown> = {};
      for (const { name } of roots) {
        if (name in variables) context[name] = toCel(variables[name]);
      }
      return fromCel(attempt(source, () => program(context)));
    },
  };
  parsed.set(source, expression);
  return expression;
}

/** The names of the variables that expressions read. Throws ExpressionError. */
export function namesIn(expressions: readonly string[]): string[] {
  return expressions.flatMap((source) => parseExpression(source).roots.map(({ name }) => name));
}

/** A node's arguments, which are nodes, lists of them, and names. */
function partsOf(node: unknown): readonly unknown[] {
  if (Array.isArray(node)) return node;
  return typeof node === "object" && node !== null && "args" in node ? [node.args] : [];
}

function tooDeep(source: string): ExpressionError {
  return new ExpressionError("the expression is nested too deeply", 0, source.length, "split it");
}

function attempt<T>(source: string, action: () => T, habit: typeof habitIn = () => null): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof Error && /^Exceeded max/.test(error.message)) throw tooDeep(source);
    if (error instanceof Error) throw habit(source) ?? explained(source, error);
    throw error;
  }
}

function explained(source: string, error: Error): ExpressionError {
  return explainExpression(source, error, celFunctions());
}

/** CEL integers are 64 bits wide, which JavaScript has as bigint. What a mapping holds is converted when it is read. */
function toCel(value: unknown): unknown {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (Array.isArray(value)) return value.map(toCel);
  if (!isPlainObject(value)) return value;
  const converted = {};
  for (const key of Object.keys(value)) {
    Object.defineProperty(converted, key, { enumerable: true, get: () => toCel(value[key]) });
  }
  return converted;
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
