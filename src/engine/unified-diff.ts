import { structuredPatch } from "diff/lib/patch/create.js";

/** Beyond this many bytes on both sides together, a difference is said but not shown. */
const maxBytes = 256 * 1024;
/** Added and removed lines; the time of a comparison grows with their square: about 50 ms at this many. */
const maxEdits = 1000;

/**
 * Unified diff of two texts under the name `path`, with three lines of context; null stands for a file that does
 * not exist. Empty when both are equal; one line with both sizes where the texts are too large to compare.
 */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  if (before === after) return "";
  const header = [
    `--- ${before === null ? "/dev/null" : path}`,
    `+++ ${after === null ? "/dev/null" : path}`,
  ];
  const hunks = hunksOf(before ?? "", after ?? "");
  if (hunks === null) return `content differs (${textSize(before)} → ${textSize(after)}), too large to show`;
  return [...header, ...hunks].join("\n");
}

/** "12 kB": a size as a person would say it, in steps of 1000 bytes. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function textSize(text: string | null): string {
  return text === null ? "absent" : sizeText(Buffer.byteLength(text));
}

function hunksOf(before: string, after: string): string[] | null {
  if (before.length + after.length > maxBytes) return null;
  if (before === "") return oneSided("+", after);
  if (after === "") return oneSided("-", before);
  const patch = structuredPatch("", "", before, after, undefined, undefined, {
    context: 3,
    maxEditLength: maxEdits,
  });
  if (!patch) return null;
  return patch.hunks.flatMap((hunk) => [
    `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
    ...hunk.lines,
  ]);
}

/** All lines added or all removed: no comparison is needed, however many they are. */
function oneSided(sign: "+" | "-", text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  const ended = lines.at(-1) === "";
  if (ended) lines.pop();
  const span = range(1, lines.length);
  return [
    sign === "+" ? `@@ -0,0 +${span} @@` : `@@ -${span} +0,0 @@`,
    ...lines.map((line) => sign + line),
    ...(ended ? [] : ["\\ No newline at end of file"]),
  ];
}

function range(start: number, lines: number): string {
  return lines === 1 ? `${start}` : `${start},${lines}`;
}
