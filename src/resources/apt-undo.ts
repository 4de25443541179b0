import { aptPreamble } from "./apt-script.ts";
import type { PackageUndo } from "./package-undo.ts";

/** Which packages were installed because others need them. */
const marks = "/var/lib/apt/extended_states";

/** Names as apt writes them: with an architecture only where it is not the host's own. */
const listScript = `dpkg-query -W -f='\${Package}:\${Architecture} \${Version} \${db:Status-Status}\\n' | sed \\
    -e '/ not-installed$/d' -e "s/^\\([^:]*\\):$(dpkg --print-architecture) /\\1 /" -e 's/^\\([^:]*\\):all /\\1 /' \\
    -e 's/ triggers-[a-z]*$/ installed/' -e 's/ [^ ]* config-files$/ - config-files/'`;

const orderFunction = `lab_order() {
  set -- "$@" -o APT::Install-Recommends=false --allow-downgrades --allow-change-held-packages
  while read -r lab_name lab_version; do set -- "$@" "$lab_name=$lab_version"; done <back
  while read -r lab_name; do set -- "$@" "$lab_name-"; done <away
  lab_apt install "$@"
}
lab_purge() {
  set -- --allow-change-held-packages
  while read -r lab_name; do set -- "$@" "$lab_name"; done <new
  lab_apt purge "$@"
}`;

/**
 * Before anything is removed, apt is asked what it would remove: a package that came later may need one of these.
 * `lab_apt` may exit, so it runs in subshells: whatever becomes of it, /etc is completed again.
 */
const takeBackScript = `sed -n 's/ installed$//p' lost >back
cut -d ' ' -f 1 back >kept
sed -e '/ config-files$/d' -e 's/ .*//' brought | comm -23 - kept >away
cut -d ' ' -f 1 packages.before >known
cut -d ' ' -f 1 brought | comm -23 - known >new
if [ -s away ] || [ -s back ]; then
  lab_order -s >simulated || { lab_apt update && lab_order -s >simulated; } || exit
  sed -n 's/^Remv \\([^ ]*\\).*/\\1/p' simulated | sort | comm -23 - away >others
  if [ -s others ]; then
    sed 's/^/needs what is to be removed: /' others >&2
    exit 1
  fi
fi
lab_etc=$(mktemp /run/lab-etc.XXXXXX) || exit
(cd / && find etc -xdev ! -type d) | sort | comm -12 - files >present
tar -C / -cf "$lab_etc" -T present || { rm -f "$lab_etc"; exit 1; }
lab_failure=0
if [ -s away ] || [ -s back ]; then (lab_order) || lab_failure=$?; fi
if [ "$lab_failure" = 0 ] && [ -s new ]; then (lab_purge) || lab_failure=$?; fi
tar -C / --skip-old-files -xpf "$lab_etc" && rm -f "$lab_etc" || exit
[ "$lab_failure" = 0 ] || exit "$lab_failure"`;

/**
 * Taking back what apt did. What was unknown to dpkg before is purged, what it had removed before is removed again. Purging
 * takes configuration files that were there before the package, so what is lost of /etc is put back; it is kept for that in
 * /run, which is no disk.
 */
export const aptUndo: PackageUndo = {
  list: listScript,
  keep: `if [ "$1" = before ]; then
  (cd / && find etc -xdev ! -type d) | sort >files || exit
  if [ -e ${marks} ]; then cp -p ${marks} marks || exit; fi
fi`,
  setup: [aptPreamble, orderFunction].join("\n"),
  settle: "lab_apt --fix-broken install || exit",
  takeBack: takeBackScript,
  owned: `dpkg-query -S "$lab_path" >/dev/null 2>&1`,
  restore: `if [ -e marks ]; then cp -p marks ${marks}; else rm -f ${marks}; fi`,
};
