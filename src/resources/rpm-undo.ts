import type { PackageUndo } from "./package-undo.ts";

/**
 * Taking back what dnf or zypper did. `install` is the start of a command that is followed by `NAME-VERSION…`; rpm itself
 * removes what came, since it refuses to remove what another package needs.
 */
export function rpmUndo(install: string): PackageUndo {
  return {
    list: "rpm -qa --qf '%{NAME} %{VERSION}-%{RELEASE} installed\\n'",
    keep: "",
    setup: "",
    settle: "",
    takeBack: `cut -d ' ' -f 1 lost | sort >kept
set --
while read -r lab_name lab_version _; do set -- "$@" "$lab_name-$lab_version"; done <lost
if [ $# -gt 0 ]; then ${install} "$@" || exit; fi
set --
while read -r lab_name lab_version _; do
  if ! grep -qxF -e "$lab_name" kept; then set -- "$@" "$lab_name-$lab_version"; fi
done <brought
if [ $# -gt 0 ]; then rpm -e -- "$@" || exit; fi`,
    owned: `rpm -qf -- "$lab_path" >/dev/null 2>&1`,
    restore: "",
  };
}
