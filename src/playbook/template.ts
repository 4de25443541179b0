import Handlebars from "handlebars";
import { suggestion } from "../input/suggest.ts";
import { templateHelpers } from "./template-helpers.ts";

/** A parsed Handlebars template. */
export interface Template {
  readonly source: string;
  /** The variables that it reads from outside. */
  readonly roots: readonly TemplateRoot[];
  /**
   * The text; or, of a template that is one `{{ expression }}` and nothing else, the value itself, so that lists,
   * numbers and mappings keep their type. Throws TemplateError on a missing value.
   */
  render(variables: Readonly<Record<string, unknown>>): unknown;
}

/** A variable that a template reads, with its offset in the source. */
export interface TemplateRoot {
  readonly name: string;
  readonly offset: number;
  /** It stands in `{{default x …}}` or `{{#if x}}`, where a missing value is allowed. */
  readonly optional: boolean;
}

/** What is wrong with a template, and where in its text. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
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

/** Whether a text holds anything to render. */
export function isTemplate(text: string): boolean {
  return text.includes("{{");
}

const handlebars = Handlebars.create();
for (const [name, helper] of Object.entries(templateHelpers)) {
  handlebars.registerHelper(name, (...values: unknown[]) => helper.call(...values.slice(0, -1)));
}
const compileOptions = { strict: true, noEscape: true, knownHelpersOnly: false } as const;
const parsed = new Map<string, Template>();

/** Parses a template. Throws TemplateError. Cost: once per text and process. */
export function parseTemplate(source: string): Template {
  const known = parsed.get(source);
  if (known) return known;
  const ast = parse(source);
  const lone = loneExpression(ast);
  let compiled: Handlebars.TemplateDelegate | undefined;
  const template: Template = {
    source,
    roots: rootsOf(ast, source),
    render: (variables) => {
      try {
        if (lone) return valueAt(lone, variables, source);
        compiled ??= handlebars.compile(ast, compileOptions);
        return compiled(variables);
      } catch (error) {
        throw explained(source, error);
      }
    },
  };
  parsed.set(source, template);
  return template;
}

function parse(source: string): hbs.AST.Program {
  try {
    return handlebars.parse(source);
  } catch (error) {
    throw explained(source, error);
  }
}

/** The expression of `{{ x }}`, where nothing else stands around it. */
function loneExpression(ast: hbs.AST.Program): hbs.AST.MustacheStatement | null {
  const only = ast.body.length === 1 ? ast.body[0] : undefined;
  return only && isMustache(only) ? only : null;
}

function valueAt(
  node: hbs.AST.Expression | hbs.AST.MustacheStatement | hbs.AST.SubExpression,
  variables: Readonly<Record<string, unknown>>,
  source: string,
): unknown {
  if (isPath(node)) return lookUp(node, variables, source, false);
  if (isMustache(node) || isSubExpression(node)) {
    if (!isPath(node.path)) return valueAt(node.path, variables, source);
    const helper = templateHelpers[node.path.original];
    if (!helper) return lookUp(node.path, variables, source, false);
    const lenient = node.path.original === "default";
    const values = node.params.map((parameter) =>
      lenient && isPath(parameter)
        ? lookUp(parameter, variables, source, true)
        : valueAt(parameter, variables, source),
    );
    return helper.call(...values);
  }
  return "value" in node ? node.value : null;
}

function lookUp(
  path: hbs.AST.PathExpression,
  variables: Readonly<Record<string, unknown>>,
  source: string,
  lenient: boolean,
): unknown {
  let value: unknown = variables;
  for (const part of path.parts) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) {
      if (lenient) return undefined;
      throw new TemplateError(
        `"${path.original}" has no value`,
        offsetOf(source, path.loc.start),
        path.original.length,
      );
    }
    value = Reflect.get(value, part);
  }
  return value;
}

const blockHelpers: ReadonlySet<string> = new Set(["if", "unless", "each", "with"]);

function assertHelper(path: hbs.AST.Expression, source: string): void {
  const name = isPath(path) ? path.original : "";
  if (name in templateHelpers || blockHelpers.has(name)) return;
  throw new TemplateError(
    `there is no helper "${name}"`,
    offsetOf(source, path.loc.start),
    name.length,
    suggestion(name, [...blockHelpers, ...Object.keys(templateHelpers)]),
  );
}

/** Collects the roots of all paths; what a block parameter or `each`/`with` binds is not free. */
function rootsOf(ast: hbs.AST.Program, source: string): TemplateRoot[] {
  const roots: TemplateRoot[] = [];
  visitProgram(ast, 0, new Set());
  return roots;

  function add(
    path: hbs.AST.PathExpression,
    depth: number,
    bound: ReadonlySet<string>,
    optional: boolean,
  ): void {
    const [name] = path.parts;
    if (path.data || name === undefined || bound.has(name) || path.depth !== depth) return;
    roots.push({ name, offset: offsetOf(source, path.loc.start), optional });
  }

  function visitCall(
    call: hbs.AST.MustacheStatement | hbs.AST.BlockStatement | hbs.AST.SubExpression,
    depth: number,
    bound: ReadonlySet<string>,
  ): void {
    const name = isPath(call.path) ? call.path.original : "";
    const isCall = call.params.length > 0 || name in templateHelpers;
    if (isCall) assertHelper(call.path, source);
    if (!isCall && isPath(call.path)) add(call.path, depth, bound, false);
    const optional = name === "default" || name === "if" || name === "unless";
    const values = [...call.params, ...(call.hash?.pairs.map((pair) => pair.value) ?? [])];
    for (const value of values) {
      if (isPath(value)) add(value, depth, bound, optional);
      else if (isSubExpression(value)) visitCall(value, depth, bound);
    }
  }

  function visitProgram(program: hbs.AST.Program, depth: number, bound: ReadonlySet<string>): void {
    for (const statement of program.body) {
      if (isMustache(statement)) visitCall(statement, depth, bound);
      if (!isBlock(statement)) continue;
      visitCall(statement, depth, bound);
      const name = statement.path.original;
      const entersScope = name === "each" || name === "with";
      const named = new Set([...bound, ...(statement.program?.blockParams ?? [])]);
      if (statement.program) visitProgram(statement.program, entersScope ? depth + 1 : depth, named);
      if (statement.inverse) visitProgram(statement.inverse, depth, bound);
    }
  }
}

function isMustache(node: hbs.AST.Node): node is hbs.AST.MustacheStatement {
  return node.type === "MustacheStatement";
}

function isBlock(node: hbs.AST.Node): node is hbs.AST.BlockStatement {
  return node.type === "BlockStatement";
}

function isSubExpression(node: hbs.AST.Node): node is hbs.AST.SubExpression {
  return node.type === "SubExpression";
}

function isPath(node: hbs.AST.Node): node is hbs.AST.PathExpression {
  return node.type === "PathExpression";
}

function offsetOf(source: string, position: { readonly line: number; readonly column: number }): number {
  const lines = source.split("\n").slice(0, position.line - 1);
  return lines.reduce((sum, line) => sum + line.length + 1, 0) + position.column;
}

function explained(source: string, error: unknown): TemplateError {
  if (error instanceof TemplateError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const filter = /\{\{[^}]*\|/.exec(source);
  if (filter) {
    const hint =
      'templates are Handlebars and have no filters: write {{default x "y"}} for {{ x | default("y") }}';
    return new TemplateError("a filter stands in a template", filter.index, filter[0].length, hint);
  }
  const missing = /^"(.+)" not defined in .* - (\d+):(\d+)$/.exec(message);
  if (missing) {
    const [, name = "", line, column] = missing;
    const offset = offsetOf(source, { line: Number(line), column: Number(column) });
    return new TemplateError(`"${name}" has no value`, offset, name.length);
  }
  const syntax = /^Parse error on line (\d+):\n(.*)\n(-*)\^\n(.*)$/s.exec(message);
  if (syntax) {
    const [, line, shown = "", dashes = "", expected = ""] = syntax;
    const before = offsetOf(source, { line: Number(line), column: 0 });
    const offset = shown.startsWith("...") ? before : before + dashes.length;
    return new TemplateError(`not a valid template: ${expected}`, Math.min(offset, source.length - 1), 1);
  }
  return new TemplateError(message.split("\n")[0] ?? "not a valid template", 0, source.length);
}
