import { InternalError } from "../errors.ts";
import type { PathChange } from "./change.ts";
import { isProtected, protectedPaths } from "./protected-paths.ts";

/**
 * Lines of sh that remove `$f`. A directory goes with all that is in it, unless it is, behind links, a protected one,
 * or something is mounted at or below it, which would be emptied with it. Throws InternalError on a protected path.
 */
export function removeScript(change: PathChange): string[] {
  if (change.before.kind !== "directory") return [`rm -f "$f" || exit 1`];
  if (isProtected(change.path)) throw new InternalError(`refused to remove ${change.path}`);
  return [refuseProtected, refuseMounted, `rm -rf "$f" || exit 1`];
}

/** bash calls the /etc behind a link to / "//etc". */
const refuseProtected = `real=$(cd -P "$f" && pwd -P) || exit 1
case $real in //*) real=\${real#/} ;; esac
case $real in
  ${protectedPaths.join(" | ")})
    printf 'refused to remove %s, which is %s\\n' "$f" "$real" >&2
    exit 1
    ;;
esac`;

/** mountinfo writes blanks and backslashes as \040, which printf %b reads as \0040. */
const refuseMounted = `while read -r _ _ _ _ at _; do
  case $at in *\\\\*) at=$(printf '%b' "$(printf '%s\\n' "$at" | sed 's/\\\\/\\\\0/g')") ;; esac
  case $at in
    "$real" | "$real"/*)
      printf 'refused to remove %s: something is mounted at %s\\n' "$f" "$at" >&2
      exit 1
      ;;
  esac
done </proc/self/mountinfo || exit 1`;
