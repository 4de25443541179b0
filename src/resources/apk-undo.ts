import type { PackageUndo } from "./package-undo.ts";

/** What was asked for by name, with the versions that are pinned. */
const world = "/etc/apk/world";

/** Taking back what apk did; it keeps by itself what another package needs. */
export const apkUndo: PackageUndo = {
  list: "apk list --installed 2>/dev/null | sed 's/^\\([^ ]*\\)-\\([^- ]*-r[0-9]*\\) .*/\\1 \\2 installed/'",
  keep: `if [ "$1" = before ]; then cp -p ${world} world || exit; fi`,
  setup: "",
  settle: "",
  takeBack: `cut -d ' ' -f 1 lost >kept
set --
while read -r lab_name lab_version _; do set -- "$@" "$lab_name=$lab_version"; done <lost
if [ $# -gt 0 ]; then apk add "$@" || exit; fi
set --
while read -r lab_name _; do
  if ! grep -qxF -e "$lab_name" kept; then set -- "$@" "$lab_name"; fi
done <brought
if [ $# -gt 0 ]; then apk del --purge "$@" || exit; fi`,
  owned: `apk info --who-owns "$lab_path" >/dev/null 2>&1`,
  restore: `cp -p world ${world}`,
};
