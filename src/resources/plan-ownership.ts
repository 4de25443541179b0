import { type OwnershipArguments, sameOwnership, wantedOwnership } from "./path-arguments.ts";
import { imageOf } from "./path-image.ts";
import type { DirectoryState, FileState } from "./path-state.ts";
import { type Plan, satisfied } from "./resource.ts";

/** Plans the ownership of what is there; its content stays. */
export function planOwnership(
  path: string,
  args: OwnershipArguments,
  state: FileState | DirectoryState,
): Plan {
  const ownership = wantedOwnership(args, state, state.mode);
  if (sameOwnership(state, ownership)) return satisfied;
  const before = imageOf(state);
  const after =
    state.kind === "file"
      ? ({ kind: "file", ...ownership, content: null } as const)
      : ({ kind: "directory", ...ownership } as const);
  return { kind: "changes", changes: [{ kind: "path", path, before, after }] };
}
