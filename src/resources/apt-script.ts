import { awaitLocks } from "./await-locks.ts";

/** Where apt keeps the lists of packages. */
export const aptLists = "/var/lib/apt/lists";

const locks = [
  "/var/lib/dpkg/lock-frontend",
  "/var/lib/dpkg/lock",
  `${aptLists}/lock`,
  "/var/cache/apt/archives/lock",
].join(" ");

/**
 * sh that defines `lab_apt`, which is apt-get: it waits for another apt or dpkg, keeps configuration files as they are, asks
 * nothing, and mends what an interrupted dpkg has left, which apt would refuse to go on with. A lock that is taken
 * between the look and the call makes that fail, and is waited for once more. systemd reads the units that dpkg has changed:
 * debhelper's packages see to that themselves, those of Kubernetes do not. `lab_await_dpkg` only waits.
 */
export const aptPreamble = `export LC_ALL=C DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none UCF_FORCE_CONFFOLD=1
${awaitLocks}
lab_await_dpkg() {
  lab_await_locks ${locks}
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
    apt-get -q -y -o DPkg::Lock::Timeout=5 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 \\
      -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \\
      -o DPkg::Post-Invoke::='[ ! -d /run/systemd/system ] || systemctl daemon-reload || :' "$@" && return
    lab_code=$?
    if [ "$lab_patience" -le 0 ] || ! lab_holder ${locks}; then return "$lab_code"; fi
    lab_patience=$((lab_patience - 1))
  done
}`;
