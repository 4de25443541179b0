import { InputError } from "../errors.ts";
import { imageOf } from "./path-image.ts";
import type { PathState } from "./path-state.ts";
import { isProtected } from "./protected-paths.ts";
import { type Plan, satisfied } from "./resource.ts";

/** Plans that nothing stands at `path`; a directory goes with all that is in it. */
export function planRemoval(path: string, state: PathState): Plan {
  if (state.kind === "absent") return satisfied;
  const change = { kind: "path", path, before: imageOf(state), after: { kind: "absent" } } as const;
  return { kind: "changes", changes: [change] };
}

/** Throws InputError for a directory without which a host is lost. */
export function refuseProtected(path: string): void {
  if (isProtected(path)) throw new InputError({ message: `lab does not remove ${path}: a host needs it` });
}
