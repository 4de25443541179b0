[ -e "$LAB_ENTRY/packages.before" ] || exit 0
export LC_ALL=C
lab_list() {
  { dpkg-query -W -f='${Package}:${Architecture} ${Version} ${db:Status-Status}\n' | sed \
    -e '/ not-installed$/d' -e "s/^\([^:]*\):$(dpkg --print-architecture) /\1 /" -e 's/^\([^:]*\):all /\1 /' \
    -e 's/ triggers-[a-z]*$/ installed/' -e 's/ [^ ]* config-files$/ - config-files/'; } | sort
}
lab_record() (
  cd "${LAB_ENTRY:-/dev/null}" 2>/dev/null || exit 0
  for lab_kind in passwd group; do
    awk -F : -v "kind=$lab_kind" '$3 < 1000 { print kind, $1 }' "/etc/$lab_kind"
  done | sort >"accounts.$1" || exit
  printf '%s\n' /etc/* /etc/.[!.]* /var/lib/* | sort >"folders.$1" || exit
  if [ "$1" = before ]; then
    (cd / && find etc -xdev ! -type d) | sort >files || exit
    if [ -e /var/lib/apt/extended_states ]; then cp -p /var/lib/apt/extended_states marks || exit; fi
  fi
  lab_list >"packages.$1.new" && mv "packages.$1.new" "packages.$1"
)
export LC_ALL=C DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none UCF_FORCE_CONFFOLD=1
lab_patience=${lab_patience:-300}
lab_holder() {
  for lab_file do
    lab_inode=$(stat -c %i "$lab_file" 2>/dev/null) || continue
    while read -r _ lab_kind _ _ lab_pid lab_place _; do
      [ "$lab_kind:${lab_place##*:}" = "POSIX:$lab_inode" ] || continue
      case $(ls -l "/proc/$lab_pid/fd" 2>/dev/null) in *"-> $lab_file"*) return 0 ;; esac
    done </proc/locks
  done
  return 1
}
lab_await_locks() {
  lab_told=
  while lab_holder "$@"; do
    lab_by=$(tr '\0' ' ' <"/proc/$lab_pid/cmdline" 2>/dev/null | cut -c 1-160)
    lab_by="process $lab_pid (${lab_by% })"
    if [ "$lab_patience" -le 0 ]; then
      printf 'the package manager is in use by %s\n' "$lab_by" >&2
      exit 75
    fi
    if [ "$lab_told" != "$lab_by" ]; then
      printf 'waiting up to %s s for the package manager, which is in use by %s\n' "$lab_patience" "$lab_by" >&2
      lab_told=$lab_by
    fi
    sleep 1
    lab_patience=$((lab_patience - 1))
  done
}
lab_await_dpkg() {
  lab_await_locks /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock
}
lab_mend_dpkg() {
  if [ -n "$(ls -A /var/lib/dpkg/updates 2>/dev/null)" ]; then
    echo 'dpkg was interrupted before: configuring what it has left' >&2
    dpkg --configure -a --force-confdef --force-confold || :
  fi
}
lab_apt() {
  while :; do
    lab_await_dpkg
    lab_mend_dpkg
    apt-get -q -y -o DPkg::Lock::Timeout=5 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 \
      -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
      -o DPkg::Post-Invoke::='[ ! -d /run/systemd/system ] || systemctl daemon-reload || :' "$@" && return
    lab_code=$?
    if [ "$lab_patience" -le 0 ] || ! lab_holder /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock; then return "$lab_code"; fi
    lab_patience=$((lab_patience - 1))
  done
}
lab_order() {
  set -- "$@" -o APT::Install-Recommends=false --allow-downgrades --allow-change-held-packages
  while read -r lab_name lab_version; do set -- "$@" "$lab_name=$lab_version"; done <back
  while read -r lab_name; do set -- "$@" "$lab_name-"; done <away
  lab_apt install "$@"
}
lab_purge() {
  set -- --allow-change-held-packages
  while read -r lab_name; do set -- "$@" "$lab_name"; done <new
  lab_apt purge "$@"
}
cd "$LAB_ENTRY" || exit
if ! [ -e packages.after ]; then
  lab_apt --fix-broken install || exit
  lab_record after || exit
fi
lab_compare() {
  lab_list >now || exit
  comm -13 packages.before packages.after | comm -12 - now >brought
  comm -23 packages.before packages.after | comm -23 - now >lost
}
lab_take_back() {
sed -n 's/ installed$//p' lost >back
cut -d ' ' -f 1 back >kept
sed -e '/ config-files$/d' -e 's/ .*//' brought | comm -23 - kept >away
cut -d ' ' -f 1 packages.before >known
cut -d ' ' -f 1 brought | comm -23 - known >new
if [ -s away ] || [ -s back ]; then
  lab_order -s >simulated || { lab_apt update && lab_order -s >simulated; } || exit
  sed -n 's/^Remv \([^ ]*\).*/\1/p' simulated | sort | comm -23 - away >others
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
[ "$lab_failure" = 0 ] || exit "$lab_failure"
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
  if dpkg-query -S "$lab_path" >/dev/null 2>&1; then continue; fi
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
if [ -e marks ]; then cp -p marks /var/lib/apt/extended_states; else rm -f /var/lib/apt/extended_states; fi
