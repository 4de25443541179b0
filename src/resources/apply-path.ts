import { InternalError } from "../errors.ts";
import type { Content, Ownership, PathChange, PathImage } from "./change.ts";
import { ownershipDifference, ownershipScript } from "./ownership-script.ts";
import { removeScript } from "./remove-script.ts";
import { cleanUp, renameFailed, renameFunction } from "./rename-script.ts";
import { shQuote } from "./sh-quote.ts";
import { writeFacts } from "./write-facts.ts";
import { defaultContext, writeScript } from "./write-script.ts";

/**
 * POSIX sh, for a shell of its own, that carries out one path change. Where it cannot, it ends with a non-zero status and
 * a sentence on stderr, and leaves the path as it was. `uploadedPath` is where content of kind "upload" lies on the host;
 * it is removed. Throws InternalError for a change that cannot be carried out (unknown content, a device).
 */
export function pathChangeScript(change: PathChange, uploadedPath?: string): string {
  const lines = [
    "umask 077",
    `f=${shQuote(change.path)}`,
    "(",
    ...steps(change, uploadedPath),
    ") && exit",
    "lab_code=$?",
    writeFacts(change),
    'exit "$lab_code"',
  ];
  return `${lines.join("\n")}\n`;
}

function steps(change: PathChange, uploadedPath: string | undefined): string[] {
  const { after, before } = change;
  switch (after.kind) {
    case "absent":
      return removeScript(change);
    case "file":
      if (after.content !== null)
        return writeScript(change, contentKnown(after, after.content), uploadedPath);
      if (before.kind !== "file") throw new InternalError(`the content of ${change.path} is not known`);
      return [stillA("file", '-f "$f"'), ...ownershipDifference("file", before, after, '"$f"')];
    case "directory":
      if (before.kind === "directory") {
        return [stillA("directory", '-d "$f"'), ...ownershipDifference("directory", before, after, '"$f"')];
      }
      return makeDirectory(before, after);
    case "link":
      return makeLink(before, after);
    case "other":
      throw new InternalError(`lab cannot make a ${after.description} at ${change.path}`);
  }
}

function contentKnown(ownership: Ownership, content: Content): Ownership & { readonly content: Content } {
  return { ...ownership, content };
}

/** chmod follows links, so what is at the path is looked at once more. */
function stillA(kind: string, test: string): string {
  return `if [ ! ${test} ] || [ -L "$f" ]; then
  printf '%s is no longer a ${kind}\\n' "$f" >&2
  exit 1
fi`;
}

function makeDirectory(before: PathImage, after: Ownership): string[] {
  return [
    ...(before.kind === "absent" ? [] : [`rm -f "$f" || exit 1`]),
    `mkdir "$f" || exit 1`,
    ...ownershipScript("directory", after, '"$f"'),
    defaultContext,
  ];
}

function makeLink(before: PathImage, after: Extract<PathImage, { kind: "link" }>): string[] {
  const owner = shQuote(`${after.owner}:${after.group}`);
  if (before.kind === "link" && before.target === after.target) return [`chown -h ${owner} "$f" || exit 1`];
  return [
    renameFunction,
    `t=$(mktemp -d "\${f%/*}/.lab.XXXXXX") || exit 1`,
    cleanUp(),
    `ln -s -- ${shQuote(after.target)} "$t/link" || exit 1`,
    `chown -h ${owner} "$t/link" || exit 1`,
    ...(before.kind === "directory" ? [`rmdir "$f" || exit 1`] : []),
    `rename "$t/link" || ${renameFailed}`,
    defaultContext,
  ];
}
