import { InternalError } from "../errors.ts";

/** `text` as one word of POSIX sh that stands for exactly itself. Throws InternalError on NUL, which no sh can hold. */
export function shQuote(text: string): string {
  if (text.includes("\0")) throw new InternalError("a NUL byte cannot stand in a shell script");
  return `'${text.replaceAll("'", "'\\''")}'`;
}
