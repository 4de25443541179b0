import { suggestion } from "../input/suggest.ts";
import { templateHelpers } from "./template-helpers.ts";
import {
  blockHelpers,
  isBlock,
  isMustache,
  isPath,
  isSubExpression,
  nameOf,
  offsetOf,
  type TemplateCall,
} from "./template-syntax.ts";
import { TemplateError } from "./text-error.ts";

/** Whether a part of a template calls a helper; `{{values}}` reads a variable, though there is a helper of that name. */
export function isHelperCall(call: TemplateCall): boolean {
  const hasValues = call.params.length > 0 || (call.hash?.pairs.length ?? 0) > 0;
  return hasValues || call.type !== "MustacheStatement";
}

/** Checks that every helper exists and gets the values that it needs. Throws TemplateError. */
export function checkTemplate(ast: hbs.AST.Program, source: string): void {
  for (const statement of ast.body) {
    if (isMustache(statement)) {
      checkCall(statement, source, Object.keys(templateHelpers));
    } else if (isBlock(statement)) {
      checkCall(statement, source, blockHelpers);
      if (statement.program) checkTemplate(statement.program, source);
      if (statement.inverse) checkTemplate(statement.inverse, source);
    } else if (statement.type !== "ContentStatement" && statement.type !== "CommentStatement") {
      const start = offsetOf(source, statement.loc.start);
      const length = offsetOf(source, statement.loc.end) - start;
      throw new TemplateError("templates cannot include others", start, length, "write the text here");
    }
  }
}

function checkCall(call: TemplateCall, source: string, known: readonly string[]): void {
  if (isHelperCall(call)) {
    checkName(call, source, known);
    checkValues(call, source);
  }
  for (const value of call.params) {
    if (isSubExpression(value)) checkCall(value, source, Object.keys(templateHelpers));
  }
}

function checkName(call: TemplateCall, source: string, known: readonly string[]): void {
  const name = nameOf(call);
  if (known.includes(name)) return;
  const start = offsetOf(source, call.path.loc.start);
  const length = offsetOf(source, call.path.loc.end) - start;
  if (blockHelpers.some((block) => block === name)) {
    throw new TemplateError(`"${name}" needs a block`, start, length, `write {{#${name} x}} … {{/${name}}}`);
  }
  const what = isBlock(call) ? "block helper" : "helper";
  const hint = suggestion(name, known) || `known: ${known.join(", ")}`;
  throw new TemplateError(
    name === "" ? "a text stands where the name of a helper belongs" : `there is no ${what} "${name}"`,
    start,
    length,
    hint,
  );
}

function checkValues(call: TemplateCall, source: string): void {
  const name = nameOf(call);
  const start = offsetOf(source, call.path.loc.start);
  const fail = (message: string, hint = ""): never => {
    throw new TemplateError(message, start, isPath(call.path) ? call.path.original.length : 1, hint);
  };
  if (call.hash && call.hash.pairs.length > 0) fail(`the helper "${name}" takes no named values`);
  const helper = isBlock(call) ? null : templateHelpers[name];
  /** Helpers that take any number of values declare none. */
  const needed = helper ? helper.call.length : 1;
  if (needed === 0 || call.params.length === needed) return;
  const values = needed === 1 ? "one value" : `${needed} values`;
  fail(
    `the helper "${name}" takes ${values}, not ${call.params.length}`,
    helper?.summary ?? `write {{#${name} x}}`,
  );
}
