/**
 * Function of sh that puts the word `$1` in the place of `$f` by a rename, replacing a link there instead of following
 * it. Leaves in `said` what went wrong; returns 16 when `$f` is a mount point (Docker's /etc/hosts), which cannot be
 * renamed over. busybox's mv has no -T before 1.31, and refuses -T for a link to a directory
 * or to itself: there the link goes first.
 */
export const renameFunction = `rename() {
  said=$(LC_ALL=C mv -fT "$1" "$f" 2>&1) && return
  case $said in
    *'esource busy'*) return 16 ;;
    *'invalid option'* | *'unrecognized option'* | *'is a directory'* | *'symbolic links'*)
      if [ -L "$f" ]; then rm -f "$f"; fi
      if [ -d "$f" ]; then return 1; fi
      said=$(LC_ALL=C mv -f "$1" "$f" 2>&1)
      ;;
    *) return 1 ;;
  esac
}`;

/** sh that says why `rename` failed, and exits. */
export const renameFailed = `{ printf '%s\\n' "$said" >&2; exit 1; }`;

/** Makes the temporary `$t` vanish on every way out; `also` is a further word to remove. */
export function cleanUp(also = ""): string {
  return `trap 'rm -rf "$t"${also}' EXIT\ntrap 'exit 143' HUP INT TERM`;
}
