import { createHash } from "node:crypto";
import type { Change, Content, PathChange, RunChange } from "../resources/change.ts";
import { shQuote } from "../resources/sh-quote.ts";

/** One change in the journal of a machine. */
export interface JournalEntry {
  /** Counted from 1 over the whole run. */
  readonly number: number;
  /** The change in a few words, without secrets. */
  readonly title: string;
  readonly change: Change;
  /** Its way back holds a secret, which must not reach the disk. */
  readonly isSecret: boolean;
}

/** The folder of an entry: "000012". */
export function entryName(number: number): string {
  return String(number).padStart(6, "0");
}

/** sh that writes an entry, before its change is made. Needs `$lab_journal` and the functions of the library. */
export function entryScript({ number, title, change, isSecret }: JournalEntry): string {
  return [
    `e=$lab_journal/${entryName(number)}`,
    `mkdir "$e" || exit 1`,
    ...(change.kind === "path" ? pathEntry(change, isSecret) : runEntry(change, isSecret)),
    // Written last: an entry without a title counts for nothing.
    `printf '%s\\n' ${shQuote(title.replaceAll(/\s+/g, " "))} >"$e/title" || exit 1`,
    `sync "$e" "$e"/* 2>/dev/null || :`,
  ].join("\n");
}

function pathEntry(change: PathChange, isSecret: boolean): string[] {
  const keepsOwnership = change.after.kind === change.before.kind && isOwnershipOnly(change);
  const how = keepsOwnership ? "own" : isSecret ? "memory" : "copy";
  const undo = [`e=\${0%/*}`, `. "$e/../lib"`, `f=${shQuote(change.path)}`, `lab_undo_path ${left(change)}`];
  return [`lab_keep "$e" ${shQuote(change.path)} ${how} || exit 1`, write(`"$e/undo"`, undo.join("\n"))];
}

function isOwnershipOnly({ after }: PathChange): boolean {
  return after.kind === "directory" || (after.kind === "file" && after.content === null);
}

/** What stands at the path once the change was made, as the arguments of `lab_undo_path`. */
function left({ after }: PathChange): string {
  switch (after.kind) {
    case "file":
      return words("file", sha256(after.content), shortMode(after.mode), after.owner, after.group);
    case "link":
      return words("link", after.target, after.owner, after.group);
    default:
      return after.kind;
  }
}

function words(...all: readonly string[]): string {
  return all.map(shQuote).join(" ");
}

function sha256(content: Content | null): string {
  if (content === null) return "-";
  if (content.kind === "upload") return content.sha256;
  const hash = createHash("sha256");
  return (content.kind === "text" ? hash.update(content.text) : hash.update(content.base64, "base64")).digest(
    "hex",
  );
}

/** As `stat -c %a` prints it. */
function shortMode(mode: string): string {
  return Number.parseInt(mode, 8).toString(8);
}

function runEntry({ undo, afterUndo }: RunChange, isSecret: boolean): string[] {
  const after = afterUndo === undefined ? [] : [write(`"$e/after"`, afterUndo)];
  if (undo === undefined) return after;
  if (!isSecret) return [write(`"$e/undo"`, undo), ...after];
  const indirect = [`e=\${0%/*}`, `. "$e/../lib"`, "lab_undo_memory"].join("\n");
  return [
    `lab_in_memory "$e" || exit 1`,
    write(`"$lab_memory/undo"`, undo),
    write(`"$e/undo"`, indirect),
    ...after,
  ];
}

/** By a command of the shell itself, which starts no program. */
function write(to: string, script: string): string {
  return `printf '%s\\n' ${shQuote(script)} >${to} || exit 1`;
}
