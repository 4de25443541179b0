/** Texts that people write are nested a few levels deep; what walks through their syntax trees counts on it. */
const deepest = 200;

/** Whether a syntax tree is nested so deeply that nobody can have meant it. Cost: one pass, without recursion. */
export function isTooDeep<Node>(root: Node, childrenOf: (node: Node) => readonly Node[]): boolean {
  let level = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap(childrenOf);
  }
  return false;
}
