import type { Content, PathChange } from "./change.ts";
import { contentSha256 } from "./content-of.ts";
import { blockedByParent, describeState } from "./describe-state.ts";
import { type OwnershipArguments, sameOwnership, wantedOwnership } from "./path-arguments.ts";
import { imageOf } from "./path-image.ts";
import type { PathState } from "./path-state.ts";
import { type Plan, satisfied } from "./resource.ts";

/** A regular file with content and ownership. */
export interface WantedFile extends OwnershipArguments {
  readonly path: string;
  readonly content: Content;
  readonly validate?: string;
  readonly secret?: boolean;
}

/**
 * Plans a whole file; a link at its path is replaced, a directory is not. New files are 0644, secret ones 0600,
 * unless `mode` is given.
 */
export function planFileContent(wanted: WantedFile, state: PathState): Plan {
  const { path, content } = wanted;
  if (state.kind === "directory" || state.kind === "other") {
    return { kind: "blocked", reason: `${path} is ${describeState(state)}, not a file` };
  }
  const blocked = blockedByParent(path, state);
  if (blocked) return blocked;
  const ownership = wantedOwnership(wanted, state, wanted.secret ? "0600" : "0644");
  const same = state.kind === "file" && state.sha256 === contentSha256(content);
  if (same && sameOwnership(state, ownership)) return satisfied;
  const change: PathChange = {
    kind: "path",
    path,
    before: imageOf(state),
    after: { kind: "file", ...ownership, content: same ? null : content },
    ...(wanted.secret ? { secret: true as const } : {}),
    ...(wanted.validate === undefined ? {} : { validate: wanted.validate }),
  };
  return { kind: "changes", changes: [change] };
}
