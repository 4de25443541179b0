/** A table of Markdown; columns that are empty in every row are left out. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = head.flatMap((_, column) => (rows.some((row) => row[column] !== "") ? [column] : []));
  const line = (cells: readonly string[]): string =>
    `| ${used.map((column) => cellText(cells[column] ?? "")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cellText(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** Text in the type of code. */
export function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** "a, b and c". */
export function listing(parts: readonly string[], word = "and"): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} ${word} ${parts.at(-1)}`;
}
