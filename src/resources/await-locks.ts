/** Seconds that lab waits for a package manager that somebody else uses. */
export const defaultPatience = 300;

/**
 * Functions of sh. `lab_holder FILE…` sets `lab_pid` to a process that holds a POSIX lock on one of these files, or
 * returns 1. `lab_await_locks FILE…` waits until there is none, says for whom on stderr, and ends the script with 75
 * when `$lab_patience` (seconds) is used up; it counts pauses, so that a clock that is set meanwhile does not matter. Inode
 * numbers of two file systems may be equal, so the open files of the process are looked at as well.
 */
export const awaitLocks = `lab_patience=\${lab_patience:-${defaultPatience}}
lab_holder() {
  for lab_file do
    lab_inode=$(stat -c %i "$lab_file" 2>/dev/null) || continue
    while read -r _ lab_kind _ _ lab_pid lab_place _; do
      [ "$lab_kind:\${lab_place##*:}" = "POSIX:$lab_inode" ] || continue
      case $(ls -l "/proc/$lab_pid/fd" 2>/dev/null) in *"-> $lab_file"*) return 0 ;; esac
    done </proc/locks
  done
  return 1
}
lab_await_locks() {
  lab_told=
  while lab_holder "$@"; do
    lab_by=$(tr '\\0' ' ' <"/proc/$lab_pid/cmdline" 2>/dev/null | cut -c 1-160)
    lab_by="process $lab_pid (\${lab_by% })"
    if [ "$lab_patience" -le 0 ]; then
      printf 'the package manager is in use by %s\\n' "$lab_by" >&2
      exit 75
    fi
    if [ "$lab_told" != "$lab_by" ]; then
      printf 'waiting up to %s s for the package manager, which is in use by %s\\n' "$lab_patience" "$lab_by" >&2
      lab_told=$lab_by
    fi
    sleep 1
    lab_patience=$((lab_patience - 1))
  done
}`;
