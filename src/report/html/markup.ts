/** Text that is markup already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template may hold. */
export type Part = Markup | string | number | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A template of HTML: every value in it is escaped, for text and quoted attributes alike, unless it is markup itself. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(texts.map((text, index) => text + markupOf(parts[index] ?? "")).join(""));
}

function markupOf(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === "string") return part.replace(/[&<>"']/g, (char) => entities[char] ?? char);
  return typeof part === "number" ? String(part) : part.map(markupOf).join("");
}
