/** Whether `text` matches a pattern of ssh_config and known_hosts, where `*` and `?` are wildcards. Case does not count. */
function matchesPattern(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i").test(text);
}

/**
 * Whether one of several names of a host matches a list of patterns. A pattern that begins with `!` and matches one of
 * the names rules the host out, whatever else matches.
 */
export function matchesPatternList(patterns: readonly string[], names: readonly string[]): boolean {
  let matched = false;
  for (const pattern of patterns) {
    const negated = pattern.startsWith("!");
    const body = negated ? pattern.slice(1) : pattern;
    if (!names.some((name) => matchesPattern(body, name))) continue;
    if (negated) return false;
    matched = true;
  }
  return matched;
}
