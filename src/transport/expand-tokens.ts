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
    .replace(/^~(?=\/|$)/, () => tokens.d.replaceAll("%", "%%"))
    .replace(/%(.)/g, (whole, letter: string) => known[letter] ?? whole);
}

/** What a shell, or a program that it starts, may take for more than a name; OpenSSH refuses most of it as well. */
const active = /^-|[\s\p{Cc}'"`$\\;&<>|(){}[\]*?!#~^]/u;

/**
 * The first of the tokens in a command for the shell that stands for an address, a name or a user in which the shell
 * would see more than that; null where none does. They are put into the command as they are, as `ssh` does.
 */
export function activeToken(
  command: string,
  tokens: Tokens,
): { readonly token: string; readonly value: string } | null {
  for (const [token, letter] of command.matchAll(/%(.)/g)) {
    if (letter !== "h" && letter !== "n" && letter !== "r") continue;
    const value = tokens[letter];
    if (active.test(value)) return { token, value };
  }
  return null;
}
