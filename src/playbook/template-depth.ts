/** Templates that people write are nested a few levels deep; Handlebars' parser and all walks count on it. */
const deepest = 100;

/**
 * Whether the blocks, alternatives and calls of a template are nested so deeply that nobody can have meant it. Looks at
 * the text alone: the parser takes a second for some thousand levels, or overflows. Cost: one pass.
 */
export function isNestedTooDeeply(source: string): boolean {
  /** Of each open block: how many levels it adds, one and one for each `else` that begins another. */
  const blocks: number[] = [];
  let depth = 0;
  for (const [mustache] of source.matchAll(/\{\{.*?\}\}/gs)) {
    if (/^\{\{~?#/.test(mustache)) {
      blocks.push(1);
      depth += 1;
    } else if (/^\{\{~?\//.test(mustache)) {
      depth -= blocks.pop() ?? 0;
    } else if (/^\{\{~?\s*else\s+\w/.test(mustache) && blocks.length > 0) {
      blocks.push((blocks.pop() ?? 0) + 1);
      depth += 1;
    }
    if (depth + callDepth(mustache) > deepest) return true;
  }
  return false;
}

function callDepth(mustache: string): number {
  let open = 0;
  let most = 0;
  for (const bracket of mustache.match(/[()]/g) ?? []) {
    open += bracket === "(" ? 1 : -1;
    most = Math.max(most, open);
  }
  return most;
}
