[ -e "$LAB_ENTRY/packages.before" ] || exit 0
export LC_ALL=C
lab_list() {
  { rpm -qa --qf '%{NAME} %{VERSION}-%{RELEASE} installed\n'; } | sort
}
lab_record() (
  cd "${LAB_ENTRY:-/dev/null}" 2>/dev/null || exit 0
  for lab_kind in passwd group; do
    awk -F : -v "kind=$lab_kind" '$3 < 1000 { print kind, $1 }' "/etc/$lab_kind"
  done | sort >"accounts.$1" || exit
  printf '%s\n' /etc/* /etc/.[!.]* /var/lib/* | sort >"folders.$1" || exit
  lab_list >"packages.$1.new" && mv "packages.$1.new" "packages.$1"
)
cd "$LAB_ENTRY" || exit
if ! [ -e packages.after ]; then
  lab_record after || exit
fi
lab_compare() {
  lab_list >now || exit
  comm -13 packages.before packages.after | comm -12 - now >brought
  comm -23 packages.before packages.after | comm -23 - now >lost
}
lab_take_back() {
cut -d ' ' -f 1 lost | sort >kept
set --
while read -r lab_name lab_version _; do set -- "$@" "$lab_name-$lab_version"; done <lost
if [ $# -gt 0 ]; then dnf -y install --allowerasing "$@" || exit; fi
set --
while read -r lab_name lab_version _; do
  if ! grep -qxF -e "$lab_name" kept; then set -- "$@" "$lab_name-$lab_version"; fi
done <brought
if [ $# -gt 0 ]; then rpm -e -- "$@" || exit; fi
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
  if rpm -qf -- "$lab_path" >/dev/null 2>&1; then continue; fi
  if grep -qF -e " $lab_path/" -e " $lab_path " /proc/mounts; then
    printf '%s is not removed: something is mounted there\n' "$lab_path" >&2
    exit 1
  fi
  rm -rf -- "$lab_path" || exit
done || exit
comm -13 accounts.before accounts.after | sort -r | while read -r lab_kind lab_name; do
  if ! getent "$lab_kind" "$lab_name" >/dev/null; then continue; fi
  case $lab_kind in passwd) userdel "$lab_name" ;; *) groupdel "$lab_name" ;; esac || exit
done || exit
if ! cmp -s packages.before now; then exit 0; fi

