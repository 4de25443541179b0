import type { ValueStyle, VaultValue } from "./vault-values.ts";

/** A text with its vault values replaced by what `write` makes of them; all else stays as it is, comments and layout too. */
export function withValues(
  text: string,
  values: readonly VaultValue[],
  write: (value: VaultValue, index: number) => string,
): string {
  let result = "";
  let from = 0;
  for (const [index, value] of values.entries()) {
    const hadLineEnd = text.slice(value.start, value.end).endsWith("\n");
    result += text.slice(from, value.start) + write(value, index) + (hadLineEnd ? "\n" : "");
    from = value.end;
  }
  return result + text.slice(from);
}

/** An armored age file as a value of this style, without the line end behind it. */
export function sealedValue(armored: string, style: ValueStyle): string {
  const text = armored.trimEnd();
  switch (style.kind) {
    case "json":
      return JSON.stringify(`${text}\n`);
    case "quoted":
      return `!vault ${JSON.stringify(`${text}\n`)}`;
    case "block":
      return `!vault ${style.header}\n${text.replaceAll(/^/gm, style.indent)}`;
  }
}

/** The text of a value as it is edited: `!vault "…"`, which becomes encrypted again. */
export function editableValue(text: string, style: ValueStyle): string {
  return `!vault ${JSON.stringify(text)}${commentOf(style)}`;
}

/** What the head of a block says behind its sign. */
function commentOf(style: ValueStyle): string {
  return style.kind === "block" ? (/\s+#.*$/.exec(style.header)?.[0] ?? "") : "";
}

/** The text of a value in plain text, marked as secret where that is possible. */
export function plainValue(text: string, style: ValueStyle): string {
  const isReference = /^(env|file|plain):/.test(text);
  const plain = JSON.stringify(isReference && style.kind !== "json" ? `plain:${text}` : text);
  return style.kind === "json" ? plain : `!secret ${plain}${commentOf(style)}`;
}
