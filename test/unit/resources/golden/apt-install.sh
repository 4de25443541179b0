export LC_ALL=C DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none UCF_FORCE_CONFFOLD=1
lab_apt() {
  apt-get -q -y -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}
if [ -n "$(ls -A /var/lib/dpkg/updates 2>/dev/null)" ]; then
  dpkg --configure -a --force-confdef --force-confold || true
fi
refresh() {
  for pause in 5 15 0; do
    if lab_apt update; then touch /var/lib/apt/lists; return; fi
    sleep "$pause"
  done
  return 1
}
set -- /var/lib/apt/lists/*_Packages*
if ! [ -e "$1" ] || [ $(($(date +%s) - $(stat -c %Y /var/lib/apt/lists))) -gt 3600 ]; then refresh || exit; fi
lab_apt install 'jq' || { refresh && lab_apt install 'jq'; }