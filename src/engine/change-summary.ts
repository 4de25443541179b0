import type { Change, Content, PathChange, PathImage } from "../resources/change.ts";
import type { ChangeSummary } from "./event.ts";
import { sizeText, unifiedDiff } from "./unified-diff.ts";

/** A change as a user sees it: what becomes of kind, mode and owner of a path, then of its content. */
export function changeSummary(change: Change): ChangeSummary {
  if (change.kind === "run") return { title: change.summary, diff: "" };
  const lines = [...attributeLines(change.before, change.after), contentDiff(change)];
  return { title: change.path, diff: lines.filter((line) => line !== "").join("\n") };
}

function attributeLines(before: PathImage, after: PathImage): string[] {
  if (before.kind !== after.kind) return [`${describe(before)} → ${describe(after)}`];
  if (before.kind === "link" && after.kind === "link") {
    return [
      difference("link to", before.target, after.target),
      difference("owner", ownerOf(before), ownerOf(after)),
    ];
  }
  const old = before.kind === "file" || before.kind === "directory" ? before : null;
  const next = after.kind === "file" || after.kind === "directory" ? after : null;
  if (!old || !next) return [];
  return [difference("mode", old.mode, next.mode), difference("owner", ownerOf(old), ownerOf(next))];
}

function difference(name: string, before: string, after: string): string {
  return before === after ? "" : `${name} ${before} → ${after}`;
}

function describe(image: PathImage): string {
  switch (image.kind) {
    case "absent":
      return "absent";
    case "other":
      return image.description;
    case "link":
      return `link to ${image.target}, owner ${ownerOf(image)}`;
    default:
      return `${image.kind}, mode ${image.mode}, owner ${ownerOf(image)}`;
  }
}

function ownerOf(image: { readonly owner: string; readonly group: string }): string {
  return `${image.owner}:${image.group}`;
}

function contentDiff({ path, before, after, secret }: PathChange): string {
  const old = fileContent(before);
  const next = fileContent(after);
  // A file that appears or goes away has content on one side only; otherwise null means that nothing changes.
  if (next === null && after.kind === "file") return "";
  if (old === null && next === null) return "";
  if (secret) return sameContent(old, next) ? "" : "content hidden (secret)";
  if (before.kind === "file" && old === null) return `content not known → ${size(next)}`;
  const oldText = textOf(old);
  const nextText = textOf(next);
  if (oldText === undefined || nextText === undefined) {
    return sameContent(old, next) ? "" : `binary files differ (${size(old)} → ${size(next)})`;
  }
  return unifiedDiff(path, oldText, nextText);
}

function fileContent(image: PathImage): Content | null {
  return image.kind === "file" ? image.content : null;
}

function sameContent(before: Content | null, after: Content | null): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

/** null for a file that does not exist, undefined for what is not text. */
function textOf(content: Content | null): string | null | undefined {
  if (content === null) return null;
  if (content.kind === "upload") return undefined;
  if (content.kind === "text") return content.text.includes("\0") ? undefined : content.text;
  const bytes = Buffer.from(content.base64, "base64");
  const text = bytes.toString("utf8");
  return text.includes("\0") || !Buffer.from(text).equals(bytes) ? undefined : text;
}

function size(content: Content | null): string {
  switch (content?.kind) {
    case undefined:
      return "absent";
    case "text":
      return sizeText(Buffer.byteLength(content.text));
    case "base64":
      return sizeText(Buffer.from(content.base64, "base64").length);
    case "upload":
      return sizeText(content.size);
  }
}
