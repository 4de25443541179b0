import {
  isBlock,
  isLenient,
  isMustache,
  isPath,
  isSubExpression,
  isVeiling,
  nameOf,
  offsetOf,
  type TemplateCall,
} from "./template-syntax.ts";

/** A variable that a template reads, with its offset in the source. */
export interface TemplateRoot {
  readonly name: string;
  readonly offset: number;
  /** It stands in `{{default x …}}` or `{{#if x}}`, or within `{{#if x}} … {{/if}}`, where it may be missing. */
  readonly optional: boolean;
  /** What is read of the variable: `os`, `id` of `facts.os.id`. */
  readonly keys: readonly string[];
  /** Its value may show in the result; that of `{{#if x}}` and `(eq x y)` does not. */
  readonly isShown: boolean;
}

/** Where in a template the walk stands. */
interface Place {
  /** Number of `each` and `with` around it. */
  readonly depth: number;
  /** Names that block parameters bind. */
  readonly bound: ReadonlySet<string>;
  /** Variables that an `if` around it has found to exist. */
  readonly guarded: ReadonlySet<string>;
}

/** Collects the roots of all paths; what a block parameter, `each` or `with` binds is not free. */
export function templateRoots(
  ast: hbs.AST.Program,
  source: string,
  isHelper: (call: TemplateCall) => boolean,
): TemplateRoot[] {
  const roots: TemplateRoot[] = [];
  visitProgram(ast, { depth: 0, bound: new Set(), guarded: new Set() });
  return roots;

  function add(path: hbs.AST.PathExpression, place: Place, optional: boolean, isShown: boolean): void {
    const name = rootOf(path, place);
    if (name === null) return;
    const offset = offsetOf(source, path.loc.start);
    const keys = path.parts.slice(path.data ? 2 : 1);
    roots.push({ name, offset, optional: optional || place.guarded.has(name), keys, isShown });
  }

  function visitCall(call: TemplateCall, place: Place): void {
    if (!isHelper(call) && isPath(call.path)) add(call.path, place, false, true);
    const optional = isLenient(nameOf(call));
    const isShown = !isVeiling(nameOf(call));
    for (const value of call.params) {
      if (isPath(value)) add(value, place, optional, isShown);
      else if (isSubExpression(value)) visitCall(value, place);
    }
  }

  function visitProgram(program: hbs.AST.Program, place: Place): void {
    for (const statement of program.body) {
      if (isMustache(statement)) visitCall(statement, place);
      if (!isBlock(statement)) continue;
      visitCall(statement, place);
      const { program: body, inverse } = statement;
      if (body) visitProgram(body, inside(statement, body, place));
      if (inverse) visitProgram(inverse, nameOf(statement) === "unless" ? guarding(statement, place) : place);
    }
  }
}

/** The variable at the root of a path; null where it begins with something that a block binds. */
function rootOf(path: hbs.AST.PathExpression, { depth, bound }: Place): string | null {
  const [first, second] = path.parts;
  if (path.data) return first === "root" && second !== undefined ? second : null;
  if (first === undefined || bound.has(first) || path.depth !== depth) return null;
  return first;
}

function inside(block: hbs.AST.BlockStatement, body: hbs.AST.Program, place: Place): Place {
  const name = nameOf(block);
  const guarded = name === "if" ? guarding(block, place).guarded : place.guarded;
  const depth = name === "each" || name === "with" ? place.depth + 1 : place.depth;
  return { depth, bound: new Set([...place.bound, ...(body.blockParams ?? [])]), guarded };
}

/** Within `{{#if x}}` and `{{#if (and x y)}}` the variables exist. */
function guarding(block: hbs.AST.BlockStatement, place: Place): Place {
  const tested = block.params.flatMap((value) =>
    isSubExpression(value) && nameOf(value) === "and" ? value.params : [value],
  );
  const names = tested.flatMap((value) => (isPath(value) ? (rootOf(value, place) ?? []) : []));
  return { ...place, guarded: new Set([...place.guarded, ...names]) };
}
