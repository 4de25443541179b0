import { renameFunction } from "../resources/rename-script.ts";
import { undoExit } from "./undo-exit.ts";

/** Runs whose journals a host keeps beside that of the present one; the oldest go first. */
const keptRuns = 19;
/** KiB that all journals may take together before old ones go. */
const keptKib = 512 * 1024;
/** KiB of the largest path of which a copy is kept. */
const largestKib = 256 * 1024;

/**
 * Functions of POSIX sh by which a host keeps what a run is about to change, and takes it back. The journal of a run is a
 * folder that holds these functions as `lib`, so that the host can do so without lab. An entry is a folder NNNNNN in it:
 * `title`; what stood at a path before as `absent`, `own` (mode and owner only) or `content` (a copy with all of these);
 * and the scripts `undo` and `after`, where it has them.
 */
export const journalLibrary = `lab_begin() {
  lab_all=\${1%/*}
  set -- "$1" "$lab_all"/[0-9]*-[0-9]*-*
  lab_own=$1
  shift
  while [ $# -gt ${keptRuns + 1} ]; do
    lab_drop "$1"
    shift
  done
  while [ $# -gt 0 ] && [ "$(du -sk "$lab_all" | cut -f 1)" -gt ${keptKib} ]; do
    lab_drop "$1"
    shift
  done
}

lab_drop() {
  [ "$1" = "$lab_own" ] || rm -rf -- "$1" "$(lab_memory_of "$1")"
}

lab_memory_of() {
  lab_base=/run/lab
  [ "$(id -u)" = 0 ] || lab_base=\${XDG_RUNTIME_DIR:-/dev/shm/lab-$(id -u)}
  printf '%s/kept/%s\\n' "$lab_base" "\${1##*/}"
}

lab_in_memory() {
  lab_memory=$(lab_memory_of "\${1%/*}")/\${1##*/}
  mkdir -p "$lab_memory" && printf '%s\\n' "$lab_memory" >"$1/memory"
}

lab_is_absent() {
  [ ! -e "$1" ] && [ ! -L "$1" ]
}

lab_size() {
  if [ -d "$1" ] && [ ! -L "$1" ]; then
    du -sk -- "$1" | cut -f 1
  else
    echo $(($(stat -c %s -- "$1") / 1024))
  fi
}

lab_keep() {
  if lab_is_absent "$2"; then
    : >"$1/absent"
    return
  fi
  if [ "$3" = own ]; then
    stat -c '%a %u:%g' -- "$2" >"$1/own"
    return
  fi
  if [ "$(lab_size "$2")" -gt ${largestKib} ]; then
    : >"$1/large"
    return
  fi
  lab_to=$1
  if [ "$3" = memory ]; then
    lab_in_memory "$1" || return
    lab_to=$lab_memory
  fi
  cp -a -- "$2" "$lab_to/content"
}

lab_print() (
  if [ -d "$1" ] && [ ! -L "$1" ]; then
    cd -- "$1" || exit
    find . -exec stat -c '%F %a %u:%g %N' {} + | sort
    find . -type f -exec sha256sum {} + | sort
  else
    if [ -L "$1" ]; then readlink -- "$1"; else sha256sum <"$1"; fi
    stat -c '%F %a %u:%g' -- "$1"
  fi
)

lab_is_before() {
  if [ -e "$e/absent" ]; then
    lab_is_absent "$f"
  elif lab_is_absent "$f"; then
    return 1
  elif [ -e "$e/own" ]; then
    [ "$(stat -c '%a %u:%g' -- "$f")" = "$(cat "$e/own")" ]
  else
    [ "$(lab_print "$f")" = "$(lab_print "$kept")" ]
  fi
}

lab_is_owned() {
  # shellcheck disable=SC2046 # five words without blanks
  set -- "$@" $(stat -c '%a %U %G %u %g' -- "$f")
  [ "$1" = "$4" ] || [ "$1" = - ] || return
  [ "$2" = "$5" ] || [ "$2" = "$7" ] || return
  [ "$3" = "$6" ] || [ "$3" = "$8" ]
}

lab_is_after() {
  case $1 in
    absent) lab_is_absent "$f" ;;
    directory) [ -d "$f" ] && [ ! -L "$f" ] ;;
    link) [ -L "$f" ] && [ "$(readlink -n -- "$f" && echo .)" = "$2." ] && lab_is_owned - "$3" "$4" ;;
    file)
      [ -f "$f" ] && [ ! -L "$f" ] && lab_is_owned "$3" "$4" "$5" || return
      [ "$2" = - ] || case $(sha256sum <"$f") in "$2"*) ;; *) return 1 ;; esac
      ;;
  esac
}

${renameFunction}

lab_put_back() {
  t=$(mktemp -d "\${f%/*}/.lab.XXXXXX") || return
  trap 'rm -rf "$t"' EXIT
  trap 'exit 143' HUP INT TERM
  cp -a -- "$kept" "$t/content" || return
  if [ -d "$f" ] && [ ! -L "$f" ]; then rmdir -- "$f" || return; fi
  if [ -d "$kept" ] && [ ! -L "$kept" ]; then
    rm -f -- "$f" && mv -- "$t/content" "$f"
    return
  fi
  rename "$t/content"
  case $? in
    0) ;;
    16) cat "$t/content" >"$f" && chown "$(stat -c '%u:%g' "$t/content")" "$f" && chmod "$(stat -c '%a' "$t/content")" "$f" ;;
    *)
      printf '%s\\n' "$said"
      return 1
      ;;
  esac
}

lab_restore() {
  if [ -e "$e/own" ]; then
    read -r lab_mode lab_owner <"$e/own"
    # GNU chmod clears the setgid bit of a directory only for five digits.
    chown "$lab_owner" "$f" && chmod "00$lab_mode" "$f"
  elif [ ! -e "$e/absent" ]; then
    lab_put_back
  elif [ -d "$f" ] && [ ! -L "$f" ]; then
    rmdir -- "$f" 2>/dev/null && return
    echo "it holds what this run did not put there"
    return ${undoExit.foreign}
  else
    rm -f -- "$f"
  fi
}

lab_undo_path() {
  kept=$e/content
  if [ -e "$e/memory" ]; then
    read -r kept <"$e/memory"
    kept=$kept/content
  fi
  if [ -e "$e/large" ]; then
    echo "what stood there was too large to be kept"
    return ${undoExit.none}
  elif [ ! -e "$e/absent" ] && [ ! -e "$e/own" ] && lab_is_absent "$kept"; then
    # An entry that was never finished has no change.
    [ -e "$e/memory" ] || return ${undoExit.already}
    echo "what stood there was secret, so it was kept in memory only, and is gone"
    return ${undoExit.none}
  fi
  if lab_is_before; then return ${undoExit.already}; fi
  if ! lab_is_after "$@"; then
    echo "it was changed since"
    if [ ! -e "$e/absent" ] && [ ! -e "$e/own" ]; then echo "what stood there before is in $kept"; fi
    return ${undoExit.foreign}
  fi
  lab_restore || return
  if lab_is_before; then return 0; fi
  echo "it was put back, but is not as before"
  return 1
}

lab_undo_memory() {
  read -r lab_memory <"$e/memory"
  if [ ! -e "$lab_memory/undo" ]; then
    echo "its way back held a secret, so it was kept in memory only, and is gone"
    return ${undoExit.none}
  fi
  # shellcheck disable=SC1091 # there only on a host
  . "$lab_memory/undo"
}

lab_call() {
  lab_said=$(LAB_ENTRY=$1 sh "$1/$2" 2>&1 </dev/null)
  lab_code=$?
}

lab_tell() {
  printf 'lab-undo %s %s %s\\n' "\${1##*/}" "$lab_code" "$(cat "$1/title")"
  case $lab_code in
    0 | ${undoExit.already}) : >"$1/$2" ;;
    *) [ -z "$lab_said" ] || printf '%s\\n' "$lab_said" | head -c 8192 | sed 's/^/ /' ;;
  esac
}

lab_take_back() {
  lab_said=
  if [ -e "$1/undone" ]; then
    lab_code=${undoExit.already}
  elif [ -e "$1/undo" ]; then
    lab_call "$1" undo
  elif [ -e "$1/after" ]; then
    return
  else
    lab_code=${undoExit.none}
    lab_said="there is no way back from it"
  fi
  lab_tell "$1" undone
}

lab_renew() {
  [ -e "$1/after" ] && [ ! -e "$1/renewed" ] || return 0
  lab_call "$1" after
  lab_tell "$1" renewed
}

lab_undo() {
  lab_down=
  for lab_number in $2; do
    if [ -e "$1/$lab_number/title" ]; then lab_down="$lab_number $lab_down"; fi
  done
  for lab_number in $lab_down; do lab_take_back "$1/$lab_number"; done
  for lab_number in $2; do lab_renew "$1/$lab_number"; done
}

lab_undo_all() {
  lab_every=
  for lab_entry in "$1"/[0-9][0-9][0-9][0-9][0-9][0-9]; do lab_every="$lab_every \${lab_entry##*/}"; done
  lab_undo "$1" "$lab_every"
}
`;
