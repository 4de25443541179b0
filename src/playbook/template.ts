import Handlebars from "handlebars";
import { explainTemplate } from "./explain-template.ts";
import { renderTemplate } from "./render-template.ts";
import { checkTemplate, isHelperCall } from "./template-check.ts";
import { isNestedTooDeeply } from "./template-depth.ts";
import { type TemplateRoot, templateRoots } from "./template-roots.ts";
import { isMustache, isPath } from "./template-syntax.ts";
import { TemplateError } from "./text-error.ts";

/** A parsed Handlebars template. */
export interface Template {
  readonly source: string;
  readonly ast: hbs.AST.Program;
  /** The variables that it reads from outside. */
  readonly roots: readonly TemplateRoot[];
  /** It is one variable and nothing else: `{{ a.b }}` comes to the value itself. */
  readonly isValue: boolean;
  /**
   * The text; or, of a template that is one `{{ expression }}` and nothing else, the value itself, so that lists,
   * numbers and mappings keep their type. Throws TemplateError on a missing value.
   */
  render(variables: Readonly<Record<string, unknown>>): unknown;
}

/** Whether a text holds anything to render. */
export function isTemplate(text: string): boolean {
  return text.includes("{{");
}

const parsed = new Map<string, Template>();

/** Parses a template and checks its helpers. Throws TemplateError. Cost: once per text and process. */
export function parseTemplate(source: string): Template {
  const known = parsed.get(source);
  if (known) return known;
  const ast = parse(source);
  const template: Template = {
    source,
    ast,
    roots: templateRoots(ast, source, isHelperCall),
    isValue: isOneVariable(ast),
    render: (variables) => renderTemplate(ast, variables, source),
  };
  parsed.set(source, template);
  return template;
}

/** The parser also removes the line of a block tag that stands alone on it. */
function parse(source: string): hbs.AST.Program {
  try {
    if (isNestedTooDeeply(source)) throw tooDeep(source);
    const ast = Handlebars.parse(source);
    checkTemplate(ast, source);
    return ast;
  } catch (error) {
    throw explainTemplate(source, error);
  }
}

function tooDeep(source: string): TemplateError {
  return new TemplateError("the template is nested too deeply", 0, source.length, "split it");
}

function isOneVariable({ body: [only, ...others] }: hbs.AST.Program): boolean {
  return (
    only !== undefined && others.length === 0 && isMustache(only) && !isHelperCall(only) && isPath(only.path)
  );
}
