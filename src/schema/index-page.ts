import { code, listing, markdownTable } from "./markdown.ts";

interface Subject {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
}

/** The page that lists all modules or all roles, with a link to the page of each. */
export function indexPage(title: string, lead: string, subjects: readonly Subject[]): string {
  const rows = subjects.map(({ name, aliases = [], summary }) => [
    `[${name}](${name}.md)`,
    listing(aliases.map(code), "or"),
    summary,
  ]);
  return `# ${title}\n\n${lead}\n\n${markdownTable(["name", "also", "what it does"], rows)}\n`;
}
