/**
 * What taking back an install or a removal needs of a package manager, as POSIX sh. It runs as root in the folder of the
 * journal's entry, in the locale C.
 */
export interface PackageUndo {
  /** Prints a line `NAME VERSION STATE` for each package that is there; without order. */
  readonly list: string;
  /** Keeps more of the state before than packages, accounts and folders; may be empty. */
  readonly keep: string;
  /** Defines what `settle` and `takeBack` use; may be empty. */
  readonly setup: string;
  /** Ends what an interrupted change has left half done, so that `list` tells what came of it; may be empty. */
  readonly settle: string;
  /**
   * Brings `lost` back and takes `brought` away, and what only they have left behind. Both are files with lines of `list`,
   * sorted; `packages.before` has all of them, `now` those of the moment.
   */
  readonly takeBack: string;
  /** A condition that holds when a package that is there owns the path `$lab_path`. */
  readonly owned: string;
  /** Puts back bytes that `keep` has kept, where the packages are exactly those of before; may be empty. */
  readonly restore: string;
}

/**
 * sh that keeps what is there in `$LAB_ENTRY`, runs an order to a package manager, and keeps what is there then.
 * Nothing is kept where there is no such folder. Cost: two lists of the packages.
 */
export function recordedOrder(undo: PackageUndo, order: string): string {
  return `${recordFunction(undo)}
lab_record before
(
${order}
)
lab_code=$?
lab_record after
exit "$lab_code"`;
}

/**
 * sh that takes such an order back: packages that came are removed with their configuration, those that went or changed
 * their version come back. System accounts and folders in /etc and /var/lib that came with the order go, too.
 * Ends with 1 where another package would be lost, or something is not as before.
 */
export function undoOrder(undo: PackageUndo): string {
  return `[ -e "$LAB_ENTRY/packages.before" ] || exit 0
${[recordFunction(undo), ...lines(undo.setup)].join("\n")}
cd "$LAB_ENTRY" || exit
if ! [ -e packages.after ]; then
${[...lines(undo.settle), "lab_record after || exit"].map((line) => `  ${line}`).join("\n")}
fi
lab_compare() {
  lab_list >now || exit
  comm -13 packages.before packages.after | comm -12 - now >brought
  comm -23 packages.before packages.after | comm -23 - now >lost
}
lab_take_back() {
${undo.takeBack}
}
lab_compare
if [ -s brought ] || [ -s lost ]; then
  lab_take_back
  lab_compare
fi
if [ -s brought ] || [ -s lost ]; then
  sed 's/^/still there: /' brought >&2
  sed 's/^/still missing: /' lost >&2
  exit 1
fi
comm -13 folders.before folders.after | while read -r lab_path; do
  if ${undo.owned}; then continue; fi
  if grep -qF -e " $lab_path/" -e " $lab_path " /proc/mounts; then
    printf '%s is not removed: something is mounted there\\n' "$lab_path" >&2
    exit 1
  fi
  rm -rf -- "$lab_path" || exit
done || exit
comm -13 accounts.before accounts.after | sort -r | while read -r lab_kind lab_name; do
  if ! getent "$lab_kind" "$lab_name" >/dev/null; then continue; fi
  case $lab_kind in passwd) userdel "$lab_name" ;; *) groupdel "$lab_name" ;; esac || exit
done || exit
if ! cmp -s packages.before now; then exit 0; fi
${undo.restore}`;
}

function lines(script: string): string[] {
  return script === "" ? [] : script.split("\n");
}

/** Renamed into place as the last of all, so that the list of packages says that the others are whole. */
function recordFunction({ list, keep }: PackageUndo): string {
  return `export LC_ALL=C
lab_list() {
  { ${list}; } | sort
}
lab_record() (
  cd "\${LAB_ENTRY:-/dev/null}" 2>/dev/null || exit 0
  for lab_kind in passwd group; do
    awk -F : -v "kind=$lab_kind" '$3 < 1000 { print kind, $1 }' "/etc/$lab_kind"
  done | sort >"accounts.$1" || exit
  printf '%s\\n' /etc/* /etc/.[!.]* /var/lib/* | sort >"folders.$1" || exit
${lines(keep)
  .map((line) => `  ${line}\n`)
  .join("")}  lab_list >"packages.$1.new" && mv "packages.$1.new" "packages.$1"
)`;
}
