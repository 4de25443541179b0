import { refuseNul } from "./refuse-nul.ts";

/** `text` as one word of POSIX sh that stands for exactly itself. Throws InputError on a NUL character. */
export function shQuote(text: string): string {
  refuseNul(text);
  return `'${text.replaceAll("'", "'\\''")}'`;
}
