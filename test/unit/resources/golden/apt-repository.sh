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
lab_work=$(mktemp -d /run/lab-apt.XXXXXX) || exit
trap 'rm -rf "$lab_work"' EXIT
trap 'exit 143' HUP INT TERM
lab_key='/etc/apt/keyrings/kubernetes.asc'
/usr/lib/apt/apt-helper -o APT::Sandbox::User=root -o Acquire::Retries=3 download-file 'https://pkgs.k8s.io/core:/stable:/v1.33/deb/Release.key' "$lab_work/key" >&2 || exit
if ! grep -q -e '-----BEGIN PGP PUBLIC KEY BLOCK-----' "$lab_work/key"; then
  printf '%s is not an ASCII-armored OpenPGP key\n' 'https://pkgs.k8s.io/core:/stable:/v1.33/deb/Release.key' >&2
  exit 1
fi
if [ -d "${LAB_ENTRY-}" ] && [ -e "$lab_key" ]; then cp -p "$lab_key" "$LAB_ENTRY/key" || exit; fi
install -m 0644 "$lab_work/key" "$lab_key.lab" && mv -f "$lab_key.lab" "$lab_key" || exit
cat >"$lab_work"/'kubernetes.sources' <<'LAB'
# Managed by lab: changes made here are overwritten.
# The key is from https://pkgs.k8s.io/core:/stable:/v1.33/deb/Release.key
Types: deb
URIs: https://pkgs.k8s.io/core:/stable:/v1.33/deb/
Suites: /
Signed-By: /etc/apt/keyrings/kubernetes.asc
LAB
lab_age=$(stat -c %Y /var/lib/apt/lists 2>/dev/null)
lab_apt update -o Dir::Etc::SourceList="$lab_work"/'kubernetes.sources' -o Dir::Etc::SourceParts=- -o APT::Get::List-Cleanup=0 -o APT::Update::Error-Mode=any || exit
[ -z "$lab_age" ] || touch -d "@$lab_age" /var/lib/apt/lists
