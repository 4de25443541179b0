import { InputError, type InputProblem, type Location } from "../errors.ts";

const identity = /^AGE-SECRET-KEY-(PQ-)?1[A-Z0-9]+$/;

/**
 * The identities of a key file as age-keygen writes it: one in each line, with comments between. Throws InputError,
 * which shows nothing of what stands there.
 */
export function parseIdentities(file: string, text: string): string[] {
  const problems: InputProblem[] = [];
  const identities = text.split("\n").flatMap((line, index) => {
    const content = line.trim();
    if (content === "" || content.startsWith("#")) return [];
    if (identity.test(content)) return [content];
    problems.push({ ...mistakeIn(content), location: place(file, index + 1, content) });
    return [];
  });
  if (problems.length > 0) throw new InputError(problems);
  if (identities.length > 0) return identities;
  throw new InputError({ message: `there is no key in ${file}`, hint: keygen });
}

const keygen = "lab vault keygen makes a key";

function mistakeIn(line: string): { readonly message: string; readonly hint: string } {
  if (line.startsWith("age1")) {
    const hint = "it is for encrypting; the key itself begins with AGE-SECRET-KEY-1";
    return { message: "this is a recipient, not a key", hint };
  }
  return { message: "this is no age key", hint: `a key begins with AGE-SECRET-KEY-1; ${keygen}` };
}

/** `text` is starred out: it may be a key with a slip in it. */
export function place(file: string, line: number, text: string): Location {
  return { file, line, column: 1, length: Math.max(1, text.length), text: text.replaceAll(/\S/g, "*") };
}
