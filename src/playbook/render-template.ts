import { nearest } from "../input/suggest.ts";
import { HelperMisuse } from "./helper-values.ts";
import { isHelperCall } from "./template-check.ts";
import { innerFrame, outermostFrame, startOf, type TemplateFrame } from "./template-frame.ts";
import { templateHelpers } from "./template-helpers.ts";
import {
  isBlock,
  isContent,
  isLenient,
  isMustache,
  isPath,
  isSubExpression,
  nameOf,
  offsetOf,
} from "./template-syntax.ts";
import { TemplateError } from "./text-error.ts";

/**
 * Evaluates a checked template: the value of a lone `{{ expression }}`, else the text. Strict where Handlebars itself
 * is lenient: nothing missing, no list and no mapping becomes text. Throws TemplateError at the offending part.
 */
export function renderTemplate(
  ast: hbs.AST.Program,
  variables: Readonly<Record<string, unknown>>,
  source: string,
): unknown {
  const frame = outermostFrame<unknown>(variables);
  const rendering = new Rendering(source);
  const only = ast.body.length === 1 ? ast.body[0] : undefined;
  return only && isMustache(only) ? rendering.evaluate(only, frame, false) : rendering.text(ast, frame);
}

class Rendering {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  text(program: hbs.AST.Program | undefined, frame: TemplateFrame): string {
    const parts = (program?.body ?? []).map((statement) => {
      if (isContent(statement)) return statement.value;
      if (isMustache(statement)) return this.#asText(this.evaluate(statement, frame, false), statement);
      return isBlock(statement) ? this.#block(statement, frame) : "";
    });
    return parts.join("");
  }

  evaluate(node: hbs.AST.Node, frame: TemplateFrame, lenient: boolean): unknown {
    if (isPath(node)) return this.#lookUp(node, frame, lenient);
    if (isMustache(node) || isSubExpression(node)) {
      if (!isHelperCall(node)) return this.evaluate(node.path, frame, lenient);
      const name = nameOf(node);
      const values = node.params.map((param) => this.evaluate(param, frame, isLenient(name)));
      const value = this.#call(name, values, node);
      if (value === undefined && !lenient) throw this.#failure(node, "has no value");
      return value;
    }
    if (node.type === "NullLiteral") return null;
    return "value" in node ? node.value : undefined;
  }

  #call(name: string, values: readonly unknown[], node: hbs.AST.Node): unknown {
    try {
      return templateHelpers[name]?.call(...values);
    } catch (error) {
      throw error instanceof HelperMisuse ? this.#failure(node, error.message) : error;
    }
  }

  #block(block: hbs.AST.BlockStatement, frame: TemplateFrame): string {
    const { program, inverse, params } = block;
    const name = nameOf(block);
    const value = params[0] ? this.evaluate(params[0], frame, isLenient(name)) : undefined;
    if (name === "if" || name === "unless") {
      return this.text(isTrue(value) === (name === "if") ? program : inverse, frame);
    }
    if (name === "with") {
      if (!isTrue(value)) return this.text(inverse, frame);
      return this.text(program, innerFrame(frame, program.blockParams, [value]));
    }
    const entries = this.#entries(value, block);
    if (entries.length === 0) return this.text(inverse, frame);
    const texts = entries.map(([key, entry], index) => {
      const data = { index, key, first: index === 0, last: index === entries.length - 1 };
      return this.text(program, innerFrame(frame, program.blockParams, [entry, key], data));
    });
    return texts.join("");
  }

  #entries(value: unknown, block: hbs.AST.BlockStatement): (readonly [string | number, unknown])[] {
    if (Array.isArray(value)) return value.map((entry: unknown, index) => [index, entry]);
    if (value === null || value === undefined) return [];
    if (typeof value === "object") return Object.entries(value);
    throw this.#failure(
      block.params[0] ?? block,
      `is ${JSON.stringify(value)}, neither a list nor a mapping`,
    );
  }

  #lookUp(path: hbs.AST.PathExpression, frame: TemplateFrame, lenient: boolean): unknown {
    const { value: start, parts } = startOf(path, frame);
    let value = start;
    for (const part of parts) {
      if (typeof value === "object" && value !== null && Object.hasOwn(value, part)) {
        value = Reflect.get(value, part);
      } else if (lenient) {
        return undefined;
      } else {
        const near = typeof value === "object" && value !== null ? nearest(part, Object.keys(value)) : null;
        const hint = near === null ? this.#standsOutside(path, frame) : `did you mean "${near}"?`;
        throw this.#failure(path, "has no value", hint);
      }
    }
    return value;
  }

  #standsOutside(path: hbs.AST.PathExpression, frame: TemplateFrame): string {
    if (frame.outer === null || path.depth > 0) return "";
    return `inside {{#each}} and {{#with}}, write ../${path.original} for what stands outside`;
  }

  #asText(value: unknown, statement: hbs.AST.MustacheStatement): string {
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    const name = isHelperCall(statement) ? "x" : nameOf(statement);
    if (value === null || value === undefined) {
      throw this.#failure(statement, "is empty", `write {{default ${name} ""}} where that is allowed`);
    }
    const [kind, hint] = Array.isArray(value)
      ? ["list", `write {{join ${name} " "}}, or {{#each ${name}}} … {{/each}}`]
      : ["mapping", `write {{json ${name}}}, or name one of its keys`];
    throw this.#failure(statement, `is a ${kind}, and cannot stand within a text`, hint);
  }

  #failure(node: hbs.AST.Node, problem: string, hint = ""): TemplateError {
    const shown = isMustache(node) && !isHelperCall(node) ? node.path : node;
    const start = offsetOf(this.#source, shown.loc.start);
    const length = offsetOf(this.#source, shown.loc.end) - start;
    const written = this.#source.slice(start, start + length).replace(/^\{\{+~?\s*|\s*~?\}\}+$/g, "");
    return new TemplateError(`"${written}" ${problem}`, start, length, hint);
  }
}

/** As in Handlebars: empty texts and lists, 0 and what is missing are false. */
function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
