const esc = "\\u001b";
const bell = "\\u0007";
const st = "\\u009c";

/**
 * Control strings that end (window titles, links, clipboards, device strings), CSI sequences, other escapes, each in 7 and
 * in 8 bits; ECMA-48, 5.3 to 5.6. No part of it can be matched in two ways, so the time is linear.
 */
const escapeSequences = new RegExp(
  [
    `(?:${esc}[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])[^${esc}${bell}${st}\\n]*(?:${bell}|${st}|${esc}\\\\)`,
    `(?:${esc}\\[|\\u009b)[0-?]*[ -/]*[@-~]`,
    `${esc}[ -/]*[0-~]`,
  ].join("|"),
  "g",
);

/**
 * Characters that reorder or hide the text around them: all of Unicode's format characters but the joiners that
 * scripts and emoji need and the number signs that are seen; line separators, and blanks that are letters to a program.
 */
const blanks = "\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u2028\\u2029\\u3164\\uffa0";
const format = "(?![\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u200c\\u200d])\\p{Cf}";

const unsafe = new RegExp(`(?![\\n\\r\\t])[\\p{Cc}${blanks}]|${format}`, "gu");
const suspicious = new RegExp(`(?!\\n)[\\p{Cc}${blanks}]|${format}`, "u");

/** Whether a text holds a control character but line feeds, or one that hides or reorders others. */
export function hasControls(text: string): boolean {
  return suspicious.test(text);
}

/** A text without escape sequences, control characters but line feeds, returns and tabs, and what hides or reorders text. */
export function stripControls(text: string): string {
  return hasControls(text) ? text.replace(escapeSequences, "").replace(unsafe, "") : text;
}
