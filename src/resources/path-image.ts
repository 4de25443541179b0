import type { Content, PathChange, PathImage } from "./change.ts";
import { bytesOf, contentOf, contentSha256 } from "./content-of.ts";
import { parentPath } from "./normal-path.ts";
import type { FileState, PathState } from "./path-state.ts";

/** A state as the `before` of a change. Content that the host did not send is null: it cannot be restored. */
export function imageOf(state: PathState): PathImage {
  switch (state.kind) {
    case "absent":
      return { kind: "absent" };
    case "file":
      return { ...ownershipOf(state), kind: "file", content: state.content };
    case "directory":
      return { ...ownershipOf(state), kind: "directory" };
    case "link":
      return { kind: "link", target: state.target, owner: state.owner, group: state.group };
    case "other":
      return state;
  }
}

function ownershipOf({ mode, owner, group }: Exclude<PathImage, { kind: "absent" | "link" | "other" }>) {
  return { mode, owner, group };
}

/**
 * The state of the changed path once `change` was applied; check mode goes on with it. `current` is what the same
 * probe answered before: it tells what a change that keeps the content keeps.
 */
export function stateAfter(change: PathChange, current: PathState | null = null): PathState {
  const { after } = change;
  switch (after.kind) {
    case "absent":
      return { kind: "absent", parent: "directory" };
    case "file":
      return { ...after, ...idsOf(after), ...readingOf(after.content, current) };
    case "directory":
      return { ...after, ...idsOf(after) };
    case "link":
      return { ...after, ...idsOf(after) };
    case "other":
      return after;
  }
}

/**
 * What a probe of `path` that answered `state` would answer after `change`, which may be to the path itself or to a
 * directory above it.
 */
export function foretoldState(path: string, state: PathState, change: PathChange): PathState {
  if (path === change.path) return stateAfter(change, state);
  const { kind } = change.after;
  if (kind !== "directory" && path.startsWith(`${change.path}/`)) {
    const parent = parentPath(path) === change.path && kind !== "absent" ? "other" : "absent";
    return { kind: "absent", parent };
  }
  if (kind === "directory" && state.kind === "absent" && parentPath(path) === change.path) {
    return { kind: "absent", parent: "directory" };
  }
  return state;
}

function idsOf({ owner, group }: { readonly owner: string; readonly group: string }) {
  return { uid: idOf(owner), gid: idOf(group) };
}

function idOf(name: string): number | null {
  if (name === "root") return 0;
  return /^\d+$/.test(name) ? Number(name) : null;
}

function readingOf(
  content: Content | null,
  current: PathState | null,
): Pick<FileState, "size" | "sha256" | "content"> {
  if (content === null) {
    if (current?.kind !== "file") return { size: null, sha256: null, content: null };
    return { size: current.size, sha256: current.sha256, content: current.content };
  }
  if (content.kind === "upload") return { size: content.size, sha256: content.sha256, content: null };
  const bytes = bytesOf(content);
  return { size: bytes.length, sha256: contentSha256(content), content: contentOf(bytes) };
}
