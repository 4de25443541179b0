/**
 * The spellings under which a text can turn up in output: as it is, quoted or escaped for sh (by hand, `set -x`,
 * `printf %q`, `declare -p`), JSON, YAML, URL and HTML, and in base64. Texts below 4 characters have one spelling.
 */
export function spellingsOf(text: string): string[] {
  if (text.length < 4) return [text];
  const written = new Set([text, ...inShell(text), text.replaceAll("'", "''")]);
  const json = [...written].map(inJson);
  const wellFormed = text.toWellFormed();
  const url = encodeURIComponent(wellFormed);
  return [
    ...new Set([
      ...written,
      ...json,
      ...json.map(inJson),
      ...json.map((form) => form.replace(/\P{ASCII}/gu, escapedUnits)),
      text.replaceAll("\n", "\r\n"),
      url,
      url.toLowerCase(),
      encodeURI(wellFormed),
      url.replaceAll("%20", "+"),
      ...inHtml(text),
      ...base64Of(Buffer.from(text)),
    ]),
  ];
}

/** By single quotes, double quotes and backslashes, and by `$'…'`. */
function inShell(text: string): string[] {
  return [
    text.replaceAll("'", "'\\''"),
    text.replaceAll("'", `'"'"'`),
    text.replace(/["$\\`]/g, "\\$&"),
    text.replace(/['\\]/g, "\\$&"),
    text.replace(/[^\p{L}\p{N}\n_@%+=:./-]/gu, "\\$&"),
    text.replace(/[^\p{L}\p{N}\n_@%+=:,./-]/gu, "\\$&"),
    inDollarQuotes(text, /['\\\p{Cc}]/gu),
    inDollarQuotes(text, /['\\\p{Cc}]|\P{ASCII}/gu),
  ];
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function escapedUnits(char: string): string {
  return Array.from({ length: char.length }, (_, index) => char.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");
}

const letters: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
  "\u001b": "\\E",
  "'": "\\'",
  "\\": "\\\\",
};

/** `$'…'` of bash, without its quotes; what has no letter is an octal number per byte. */
function inDollarQuotes(text: string, escaped: RegExp): string {
  return text.replace(escaped, (char) => {
    const known = letters[char];
    if (known !== undefined) return known;
    return [...Buffer.from(char)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
  });
}

function inHtml(text: string): string[] {
  const whole = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const quoted = whole.replaceAll('"', "&quot;");
  return [whole, quoted, quoted.replaceAll("'", "&#39;"), quoted.replaceAll("'", "&#x27;")];
}

/** Base64 of the bytes by themselves, and what is certain of it where they stand at any offset in more bytes. */
function base64Of(bytes: Buffer): string[] {
  const alone = bytes.toString("base64");
  const within = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replaceAll("=", "");
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(Math.ceil((offset * 8) / 6), end);
  });
  return [alone, ...within.filter((form) => form.length >= 8)];
}
