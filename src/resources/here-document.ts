import { InternalError } from "../errors.ts";

/**
 * A redirection in sh that feeds `text`, with a line end added where it lacks one, to a command: `<<'LAB'`, the text, and the
 * delimiter, which is not a line of the text. Throws InternalError on NUL, which no sh can hold.
 */
export function hereDocument(text: string): string {
  if (text.includes("\0")) throw new InternalError("a NUL byte cannot stand in a shell script");
  const whole = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  const lines = new Set(whole.split("\n"));
  let delimiter = "LAB";
  for (let number = 1; lines.has(delimiter); number += 1) delimiter = `LAB${number}`;
  return `<<'${delimiter}'\n${whole}${delimiter}`;
}
