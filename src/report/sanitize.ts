import { mapStrings } from "../engine/map-strings.ts";
import { hasControls, stripControls } from "../input/strip-controls.ts";

/**
 * Makes text of a host safe to show: no escape sequence or control character is left, tabs are two spaces, and of a
 * line that overwrites itself by carriage returns (a progress bar) only the last state remains. Time is linear.
 */
export function sanitize(text: string): string {
  if (!hasControls(text)) return text;
  const plain = stripControls(text).replaceAll("\t", "  ");
  return plain.includes("\r") ? plain.split("\n").map(lastState).join("\n") : plain;
}

function lastState(line: string): string {
  let end = line.length;
  while (line[end - 1] === "\r") end -= 1;
  return line.slice(end === 0 ? 0 : line.lastIndexOf("\r", end - 1) + 1, end);
}

/** `sanitize` for every string in plain data, such as an event. */
export function sanitizeDeep<T>(value: T): T {
  return mapStrings(value, sanitize);
}
