/** What the tokens of ssh_config stand for: %h address, %n name as given, %p port, %r remote and %u local user, %d home. */
export interface Tokens {
  readonly h: string;
  readonly n: string;
  readonly p: string;
  readonly r: string;
  readonly u: string;
  readonly d: string;
}

/** Expands `~/` at the start and the tokens anywhere; a token that is not known stays as it is. */
export function expandTokens(text: string, tokens: Tokens): string {
  const known: Readonly<Record<string, string>> = { ...tokens, "%": "%" };
  return text
    .replace(/^~(?=\/|$)/, tokens.d)
    .replace(/%(.)/g, (whole, letter: string) => known[letter] ?? whole);
}
