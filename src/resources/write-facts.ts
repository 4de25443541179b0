import type { PathChange } from "./change.ts";

/**
 * sh for when writing `$f` has failed: says on stderr what of its file system may be the reason, in sentences that
 * `knownCause` reads. Says nothing where it looks sound.
 */
export function writeFacts(change: PathChange): string {
  return `lab_at=\${f%/*}/
lab_mount=$(df -P "$lab_at" 2>/dev/null | sed -n '2s/^.*% //p')
while read -r _ lab_point _ lab_options _; do
  [ "$lab_point" = "$lab_mount" ] || continue
  case ,$lab_options, in *,ro,*) printf '%s is mounted read-only\\n' "$lab_mount" >&2 ;; esac
done </proc/mounts
lsattr -d "$f" "$lab_at" 2>/dev/null | while read -r lab_flags lab_path; do
  case $lab_flags in
    *i*) printf '%s is immutable\\n' "$lab_path" >&2 ;;
    *a*) printf '%s is append-only\\n' "$lab_path" >&2 ;;
  esac
done
# shellcheck disable=SC2046 # five numbers
set -- $(stat -f -c '%a %b %S %d %c' "$lab_at" 2>/dev/null || echo 1 1 1073741824 1 0)
lab_free=$(($1 * $3 / 1024))
if [ "$lab_free" -lt ${neededKib(change)} ] || { [ "$5" -gt 0 ] && [ "$4" -eq 0 ]; }; then
  printf '%s has %s of %s KiB and %s of %s inodes left\\n' "$lab_mount" "$lab_free" "$(($2 * $3 / 1024))" "$4" "$5" >&2
fi`;
}

/** With what else may have been written meanwhile. */
function neededKib({ after }: PathChange): number {
  const slack = 1024;
  if (after.kind !== "file" || after.content === null) return slack;
  const { content } = after;
  const bytes =
    content.kind === "upload"
      ? content.size
      : content.kind === "text"
        ? content.text.length
        : content.base64.length;
  return slack + Math.ceil(bytes / 1024);
}
