import { refuseNul } from "./refuse-nul.ts";

/**
 * A redirection in sh that feeds `text`, with a line end added where it lacks one, to a command: `<<'LAB'`, the text, and the
 * delimiter, which is not a line of the text. Throws InputError on a NUL character.
 */
export function hereDocument(text: string): string {
  refuseNul(text);
  const whole = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  const lines = new Set(whole.split("\n"));
  let delimiter = "LAB";
  for (let number = 1; lines.has(delimiter); number += 1) delimiter = `LAB${number}`;
  return `<<'${delimiter}'\n${whole}${delimiter}`;
}
