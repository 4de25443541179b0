import { noSuchKey } from "./no-such-key.ts";
import { isHelperCall } from "./template-check.ts";
import { innerFrame, outermostFrame, startOf, type TemplateFrame } from "./template-frame.ts";
import { templateHelpers } from "./template-helpers.ts";
import type { TemplateRoot } from "./template-roots.ts";
import {
  isBlock,
  isLenient,
  isMustache,
  isPath,
  isSubExpression,
  nameOf,
  offsetOf,
  type TemplateCall,
} from "./template-syntax.ts";
import { TemplateError } from "./text-error.ts";
import { anything, entryOf, followKey, type Schemas, typeName, type ValueSchema } from "./value-schema.ts";

/** The form of what a template comes to, and every mistake that its variables' forms show. */
export interface TemplateTyping {
  readonly type: ValueSchema;
  readonly mistakes: readonly TemplateError[];
}

/** A template as it is to be followed; `roots` are its variables. */
interface ParsedTemplate {
  readonly source: string;
  readonly ast: hbs.AST.Program;
  readonly roots: readonly TemplateRoot[];
}

/** Follows a template from the known forms of its variables. Cost: one walk over the template. */
export function typeOfTemplate({ source, ast, roots }: ParsedTemplate, schemas: Schemas): TemplateTyping {
  const properties = Object.fromEntries(roots.map(({ name }) => [name, schemas.schemaOf(name) ?? anything]));
  const frame = outermostFrame<ValueSchema>({ type: "object", properties, additionalProperties: anything });
  const typing = new Typing(source);
  const only = ast.body.length === 1 ? ast.body[0] : undefined;
  if (only && isMustache(only)) return { type: typing.of(only, frame), mistakes: typing.mistakes };
  typing.text(ast, frame);
  return { type: { type: "string" }, mistakes: typing.mistakes };
}

type Frame = TemplateFrame<ValueSchema>;

class Typing {
  readonly mistakes: TemplateError[] = [];
  readonly #source: string;
  /** Paths of which the template has asked whether they are there: `{{#if groups.gpu}}`, `{{default groups.gpu …}}`. */
  readonly #asked = new Set<string>();

  constructor(source: string) {
    this.#source = source;
  }

  text(program: hbs.AST.Program | undefined, frame: Frame): void {
    for (const statement of program?.body ?? []) {
      if (isMustache(statement)) this.#withinText(statement, frame);
      else if (isBlock(statement)) this.#block(statement, frame);
    }
  }

  of(node: hbs.AST.Node, frame: Frame): ValueSchema {
    if (isPath(node)) return this.#path(node, frame);
    if (isMustache(node) || isSubExpression(node)) {
      if (!isHelperCall(node)) return this.of(node.path, frame);
      this.#ask(node);
      const values = node.params.map((value) => this.of(value, frame));
      return templateHelpers[nameOf(node)]?.type(...values) ?? anything;
    }
    return "value" in node ? typeOfLiteral(node.value) : anything;
  }

  #ask(call: TemplateCall): void {
    if (!isLenient(nameOf(call))) return;
    for (const value of call.params) if (isPath(value)) this.#asked.add(value.original);
  }

  /** A value without a form that text has, in a text. */
  #withinText(statement: hbs.AST.MustacheStatement, frame: Frame): void {
    const type = this.of(statement, frame);
    const name = isHelperCall(statement) ? "x" : nameOf(statement);
    const hint = inTextHint(type, name);
    if (hint === null) return;
    this.#report(
      isHelperCall(statement) ? statement : statement.path,
      "cannot stand within a text",
      type,
      hint,
    );
  }

  #block(block: hbs.AST.BlockStatement, frame: Frame): void {
    this.#ask(block);
    const value = block.params[0] ? this.of(block.params[0], frame) : anything;
    const { program, inverse } = block;
    const parameters = program?.blockParams;
    const name = nameOf(block);
    this.text(inverse, frame);
    if (name === "with") this.text(program, innerFrame(frame, parameters, [value]));
    else if (name === "each")
      this.text(program, innerFrame(frame, parameters, ...this.#entries(block, value)));
    else this.text(program, frame);
  }

  /** What `each` binds: the entry and its key; and the data beside them. */
  #entries(
    block: hbs.AST.BlockStatement,
    list: ValueSchema,
  ): [[ValueSchema, ValueSchema], Readonly<Record<string, ValueSchema>>] {
    const { type } = list;
    const hasEntries = type === undefined || type === "array" || type === "object" || type === "null";
    if (!hasEntries) this.#report(block.params[0] ?? block, "has no entries for each", list, "");
    const entry = type === "array" || type === "object" ? entryOf(list) : anything;
    const key: ValueSchema =
      type === "array" ? { type: "integer" } : type === "object" ? { type: "string" } : anything;
    const flag = { type: "boolean" } as const;
    return [[entry, key], { index: { type: "integer" }, key, first: flag, last: flag }];
  }

  #path(path: hbs.AST.PathExpression, frame: Frame): ValueSchema {
    const { value, parts } = startOf(path, frame);
    let schema = value ?? anything;
    let offset = offsetOf(this.#source, path.loc.start);
    const start = offset + (path.original.length - path.original.replace(/^(this[./]|\.\.?\/)+/, "").length);
    for (const part of parts) {
      offset = this.#source.indexOf(part, offset);
      const found = isLength(schema, part) ? { type: "integer" as const } : followKey(schema, part);
      if (!found && schema.mayLackKeys && this.#asked.has(path.original)) return anything;
      if (!found) {
        const whole = this.#source.slice(start, offset).replace(/[./[]+$/, "") || "this";
        const { message, hint } = noSuchKey(whole, schema, part);
        const outside = whole === "this" && !hint.startsWith("did") ? standsOutside(path) : "";
        this.mistakes.push(new TemplateError(message, offset, part.length, outside || hint));
        return anything;
      }
      schema = found;
      offset += part.length;
    }
    return schema;
  }

  #report(node: hbs.AST.Node, problem: string, schema: ValueSchema, hint: string): void {
    const start = offsetOf(this.#source, node.loc.start);
    const length = offsetOf(this.#source, node.loc.end) - start;
    const written = this.#source.slice(start, start + length).replace(/^\{\{+~?\s*|\s*~?\}\}+$/g, "");
    this.mistakes.push(
      new TemplateError(`"${written}" is ${typeName(schema)}, and ${problem}`, start, length, hint),
    );
  }
}

/** What to write where a value has no form that text has; null where it has one, or may have. */
function inTextHint({ type }: ValueSchema, name: string): string | null {
  if (type === "array") return `write {{join ${name} " "}}, or {{#each ${name}}} … {{/each}}`;
  if (type === "object") return `write {{json ${name}}}, or name one of its keys`;
  return type === "null" ? `write {{default ${name} ""}} where that is allowed` : null;
}

function standsOutside({ depth, original }: hbs.AST.PathExpression): string {
  return depth > 0 ? "" : `inside {{#each}} and {{#with}}, write ../${original} for what stands outside`;
}

/** Lists tell their length under this name, too. */
function isLength(schema: ValueSchema, key: string): boolean {
  return schema.type === "array" && key === "length";
}

function typeOfLiteral(value: unknown): ValueSchema {
  if (value === null) return { type: "null" };
  if (typeof value === "number") return { type: Number.isInteger(value) ? "integer" : "number" };
  if (typeof value === "string") return { type: "string" };
  return typeof value === "boolean" ? { type: "boolean" } : anything;
}
