/** How long a holder that gives no sign of life keeps the lock. */
const leaseSeconds = 60;

/** Where a host keeps its lock, and where it reads the time since its start; others only in tests. */
export interface LockPaths {
  readonly folder: string;
  readonly uptime: string;
  readonly bootId: string;
}

/** /run is a tmpfs: a lock can be taken with a full or read-only disk, and a restart leaves none behind. */
export const lockPaths: LockPaths = {
  folder: "/run/lab/lock",
  uptime: "/proc/uptime",
  bootId: "/proc/sys/kernel/random/boot_id",
};

/**
 * The sh functions of the lock. It is a row of generations: `lock.N` says who took it, `beat.N` when its holder was last
 * heard of, `free.N` that it was given back; the highest N counts. `ln` makes `lock.N` whole or not at all, and only
 * once, so that of all who find generation N-1 free or stale one gets N. A generation never becomes valid again, and the
 * highest is never removed. Times are seconds since the start of the host, which no clock can set.
 */
export function lockFunctions({ folder, uptime, bootId }: LockPaths = lockPaths): string {
  return `lab_locks=${folder}
lab_now() { read -r lab_up <${uptime}; lab_up=\${lab_up%%.*}; }
lab_boot_id() { read -r lab_this_boot <${bootId}; }
# Of a process: its state, its parent, and when it was started.
lab_process() {
  read -r lab_line <"/proc/$1/stat" || return
  lab_field=2
  for lab_word in \${lab_line##*) }; do
    lab_field=$((lab_field + 1))
    case $lab_field in
      3) lab_state=$lab_word ;;
      4) lab_parent=$lab_word ;;
      22) lab_started=$lab_word; break ;;
    esac
  done
} 2>/dev/null
lab_runs() { lab_process "$1" && [ "$lab_state" != Z ]; }
lab_children() {
  for lab_stat in /proc/[0-9]*; do
    lab_runs "\${lab_stat##*/}" && [ "$lab_parent" = "$1" ] && echo "\${lab_stat##*/}"
  done
  true
}
# The highest generation; 0 where there is none.
lab_top() {
  lab_n=0
  for lab_file in "$lab_locks"/lock.*; do
    case \${lab_file##*.} in *[!0-9]*) continue ;; esac
    [ "\${lab_file##*.}" -le "$lab_n" ] || lab_n=\${lab_file##*.}
  done
}
# What is known of generation lab_n; lab_holder is free, gone or alive.
lab_look() {
  lab_holder=free
  [ "$lab_n" -gt 0 ] && [ ! -e "$lab_locks/free.$lab_n" ] || return 0
  while read -r lab_key lab_value; do
    case $lab_key in
      run) lab_run=$lab_value ;;
      token) lab_token=$lab_value ;;
      machine) lab_machine=$lab_value ;;
      owner) lab_owner=$lab_value ;;
      boot) lab_boot=$lab_value ;;
      shell) lab_shell=$lab_value ;;
      start) lab_start=$lab_value ;;
      up) lab_since=$lab_value ;;
    esac
  done <"$lab_locks/lock.$lab_n"
  read -r lab_seen 2>/dev/null <"$lab_locks/beat.$lab_n" || lab_seen=$lab_since
  lab_holder=gone
  lab_now
  lab_boot_id
  if [ "$lab_boot" != "$lab_this_boot" ] || [ "$lab_up" -lt "$lab_seen" ]; then
    lab_seen=0 lab_since=0
  elif lab_holds; then
    lab_holder=alive
  fi
  lab_idle=$((lab_up - lab_seen)) lab_held=$((lab_up - lab_since))
}
# Makes lab_holder busy where a script of the holder runs; looks at every process, so only when that counts.
lab_watch() { [ "$lab_holder" != alive ] || [ -z "$(lab_children "$lab_shell")" ] || lab_holder=busy; }
lab_holds() { lab_runs "$lab_shell" && [ "$lab_started" = "$lab_start" ]; }
lab_tell() {
  [ "$lab_holder" = free ] ||
    printf '%s\\n' "generation $lab_n" "run $lab_run" "owner $lab_owner" "held $lab_held" "idle $lab_idle" "state $lab_holder"
}
# Whether what lab_look saw may be taken: TOKEN MACHINE. A run does not lock itself out, be it that it lost its connection
# or that it knows one host by two names.
lab_judge() {
  case $lab_holder in free) return 0 ;; esac
  if [ "$lab_token" = "$1" ]; then
    [ "$lab_machine" = "$2" ] || { lab_holder=free; return 0; }
  else
    [ "$lab_idle" -gt ${leaseSeconds} ] || return
  fi
  lab_watch
  [ "$lab_holder" != busy ]
}
# Ends the shell that holds it, so that it cannot go on when its run comes back; lab_left is what it had running. A shell
# that is stopped cannot begin a script. Its sudo stops with it, and has to go on to see that it is gone.
lab_end_holder() {
  lab_left=
  lab_holds || return 0
  lab_above=$lab_parent
  kill -s STOP "$lab_shell"
  while lab_holds && [ "$lab_state" != T ]; do sleep 0.1; done
  lab_left=$(lab_children "$lab_shell")
  kill -s KILL "$lab_shell"
  while lab_holds; do sleep 0.1; done
  for lab_turn in 1 2 3 4 5 6 7 8 9 10; do
    lab_process "$lab_shell" && [ "$lab_started" = "$lab_start" ] || return 0
    kill -s CONT "$lab_above"
    sleep 0.1
  done
} 2>/dev/null
# The same for a holder that was idle when it was judged; a script that it began since is waited for.
lab_fence() {
  case $lab_holder in alive) lab_end_holder ;; *) return 0 ;; esac
  for lab_pid in $lab_left; do
    while lab_runs "$lab_pid"; do sleep 0.1; done
  done
} 2>/dev/null
# Removes this draft and old files. Generations stay for a while: whoever was slow to count finds the next number taken.
lab_sweep() {
  lab_oldest=$(($1 - 16))
  set -- "$lab_draft"
  for lab_file in "$lab_locks"/*.*; do
    case \${lab_file##*/} in
      *[!0-9]) ;;
      draft.*) [ -e "/proc/\${lab_file##*.}" ] || set -- "$@" "$lab_file" ;;
      *) [ "\${lab_file##*.}" -gt "$lab_oldest" ] || set -- "$@" "$lab_file" ;;
    esac
  done
  rm -f "$@"
}
# RUN TOKEN MACHINE OWNER: takes the lock for this shell and prints its generation; 75 and the holder where another has it.
lab_take() (
  umask 077
  lab_draft=$lab_locks/draft.$$
  { [ -d "$lab_locks" ] || mkdir -p "$lab_locks"; } 2>&1 || exit 70
  [ ! -e "$lab_draft" ] || rm -f "$lab_draft"
  lab_now
  lab_boot_id
  lab_process $$
  { printf '%s\\n' "run $1" "token $2" "machine $3" "owner $4" "boot $lab_this_boot" \\
    "shell $$" "start $lab_started" "up $lab_up" >"$lab_draft"; } 2>&1 || exit 70
  for lab_try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    lab_top
    lab_look
    lab_judge "$2" "$3" || { rm -f "$lab_draft"; lab_tell; exit 75; }
    lab_mine=$((lab_n + 1))
    ln "$lab_draft" "$lab_locks/lock.$lab_mine" || continue
    lab_top
    [ "$lab_n" -eq "$lab_mine" ] || { rm -f "$lab_locks/lock.$lab_mine"; continue; }
    lab_fence
    lab_sweep "$lab_mine"
    echo "$lab_mine"
    exit 0
  done 2>/dev/null
  echo "no generation could be made in $lab_locks ($lab_try attempts)"
  exit 70
)
# The file of a beat is replaced at once, so that nobody reads half of it.
lab_beat() {
  lab_now
  echo "$lab_up" >"$lab_locks/draft.$$"
  mv -f "$lab_locks/draft.$$" "$lab_locks/beat.$lab_generation"
} 2>/dev/null </dev/null
lab_free() { true >"$lab_locks/free.$lab_generation"; } 2>/dev/null
# GENERATION: gives it back in the place of its holder, unless another has been taken.
lab_unlock() {
  lab_top
  lab_look
  [ "$lab_n" -eq "$1" ] && [ "$lab_holder" != free ] || return 0
  lab_end_holder
  lab_generation=$1
  lab_free
}
`;
}
