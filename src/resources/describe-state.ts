import { parentPath } from "./normal-path.ts";
import type { PathState } from "./path-state.ts";
import type { Plan } from "./resource.ts";

/** "a directory", "a link to /run". */
export function describeState(state: PathState): string {
  switch (state.kind) {
    case "absent":
      return "absent";
    case "link":
      return `a link to ${state.target}`;
    case "other":
      return `a ${state.description}`;
    default:
      return `a ${state.kind}`;
  }
}

/** The plan of what cannot be made because its directory is not there; null when it can be made. */
export function blockedByParent(path: string, state: PathState): Plan | null {
  if (state.kind !== "absent" || state.parent === "directory") return null;
  const parent = parentPath(path);
  return {
    kind: "blocked",
    reason: state.parent === "absent" ? `directory ${parent} does not exist` : `${parent} is not a directory`,
  };
}
