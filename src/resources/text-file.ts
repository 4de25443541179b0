import type { PathChange } from "./change.ts";
import { parentPath } from "./normal-path.ts";
import { imageOf } from "./path-image.ts";
import type { PathState } from "./path-state.ts";

/** The text of a configuration file that is edited, "" when there is none; or why it cannot be edited. */
export type TextFile = { readonly kind: "text"; readonly text: string } | UneditableFile;

export interface UneditableFile {
  readonly kind: "uneditable";
  readonly reason: string;
}

/** Reads what a probe with `content: "always"` answered about `path`. */
export function textFile(path: string, state: PathState): TextFile {
  if (state.kind === "absent") {
    if (state.parent === "directory") return { kind: "text", text: "" };
    return { kind: "uneditable", reason: `directory ${parentPath(path)} does not exist` };
  }
  if (state.kind !== "file") return { kind: "uneditable", reason: `${path} is not a regular file` };
  if (state.content?.kind === "text") return { kind: "text", text: state.content.text };
  return { kind: "uneditable", reason: `${path} is too large or not text` };
}

/**
 * The change that gives a file a new text, none when it has it. Mode and owner of a file are kept; a new one is 0644,
 * root:root.
 */
export function textChanges(path: string, state: PathState, text: string): PathChange[] {
  const { mode, owner, group } =
    state.kind === "file" ? state : { mode: "0644", owner: "root", group: "root" };
  const same = state.kind === "file" && state.content?.kind === "text" && state.content.text === text;
  if (same) return [];
  const after = { kind: "file", content: { kind: "text", text }, mode, owner, group } as const;
  return [{ kind: "path", path, before: imageOf(state), after }];
}

/** The change that removes a file, none when it is not there. */
export function removalChanges(path: string, state: PathState): PathChange[] {
  if (state.kind === "absent") return [];
  return [{ kind: "path", path, before: imageOf(state), after: { kind: "absent" } }];
}
