const secretName = /(?:^|[_-])(?:pass|passwd|password|passphrase|secret|token|database_url)$/i;
const secretEntry =
  /((?:^|[\s{,"'])(?:[\w-]*[_-])?(?:pass|passwd|password|passphrase|secret|token|database_url)["']?\s*:\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,}][^,}]*)/gi;

/** What YAML marks as secret, to the end of the line: a plain value may hold anything, but for the head of a vault block. */
const marked = /(!secret\s+|!vault\s+(?![|>]))(\S.*)/g;

/** Whether a key or variable of this name holds a secret by convention: `ssh_password`, `join_token`. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/**
 * One line of YAML or JSON with the values of secret keys, and those marked with !secret or !vault, starred out; its length stays the same.
 * Expressions and templates stay: they name a secret, but do not hold it.
 */
export function maskSecrets(line: string): string {
  const unmarked = line.replace(
    marked,
    (_match, tag: string, value: string) => tag + "*".repeat(value.length),
  );
  return unmarked.replace(secretEntry, (match, key: string, value: string) => {
    if (value.includes("{{") || value.includes("${")) return match;
    const quoted = value.length > 1 && /^["']/.test(value);
    const stars = "*".repeat(quoted ? value.length - 2 : value.length);
    return key + (quoted ? `${value[0]}${stars}${value[0]}` : stars);
  });
}
