import { mapStrings } from "../engine/map-strings.ts";

const esc = String.fromCharCode(0x1b);
const bell = String.fromCharCode(0x07);
const csi = String.fromCharCode(0x9b);

/** Control strings that end (window titles, links, device strings), CSI sequences, other escapes; ECMA-48, 5.4 and 5.6. */
const escapeSequences = new RegExp(
  [
    `${esc}[\\]P_^X][^${esc}${bell}\\n]*(?:${bell}|${esc}\\\\)`,
    `(?:${esc}\\[|${csi})[0-?]*[ -/]*[@-~]`,
    `${esc}[ -/]*[0-~]`,
  ].join("|"),
  "g",
);

/** Control characters but tab and line feed, and characters that reorder or hide the text around them. */
const unsafe = /(?![\n\t])[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
const suspicious = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

/**
 * Makes text of a host safe to show: no escape sequence or control character is left, tabs are two spaces, and of a
 * line that overwrites itself by carriage returns (a progress bar) only the last state remains.
 */
export function sanitize(text: string): string {
  if (!suspicious.test(text)) return text;
  return text
    .replace(escapeSequences, "")
    .replace(/\r+(?=\n|$)/g, "")
    .replace(/[^\n\r]*\r/g, "")
    .replace(unsafe, "")
    .replaceAll("\t", "  ");
}

/** `sanitize` for every string in plain data, such as an event. */
export function sanitizeDeep<T>(value: T): T {
  return mapStrings(value, sanitize);
}
