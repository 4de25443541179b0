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
lab_record before
(
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
lab_refreshed=
refresh() {
  lab_refreshed=yes
  lab_apt -o APT::Update::Error-Mode=any update && touch /var/lib/apt/lists
}
set -- /var/lib/apt/lists/*_Packages*
age=$(($(date +%s) - $(stat -c %Y /var/lib/apt/lists)))
if ! [ -e "$1" ] || [ "$age" -gt 3600 ] || [ "$age" -lt 0 ]; then refresh || exit; fi
lab_apt install 'jq' && exit
lab_code=$?
[ -z "$lab_refreshed" ] || exit "$lab_code"
refresh
lab_apt install 'jq'
)
lab_code=$?
lab_record after
exit "$lab_code"