import { ownMirror } from "../own-mirror.ts";

/** A task, and what must be done on the host for it to have something to change. */
export interface UndoCase {
  readonly title: string;
  readonly before?: string;
  readonly module: string;
  readonly args: object;
  /** A command whose output tells what the trees and the probes do not. */
  readonly look?: string;
}

const versions = "dpkg-query -W 'lab-*'; cat /etc/lab-demo.conf; apt-mark showauto";
const cron = "systemctl show -p ActiveState,UnitFileState,LoadState cron";

export const undoCases: readonly UndoCase[] = [
  {
    title: "installs packages with what they need",
    module: "package",
    args: { name: ["tmux", "cron", "containerd"] },
  },
  {
    title: "installs a package whose configuration was written before",
    before: "mkdir -p /etc/chrony && echo '# mine' >/etc/chrony/chrony.conf",
    module: "package",
    args: { name: "chrony" },
    look: "cat /etc/chrony/chrony.conf",
  },
  {
    title: "installs a package that was removed before",
    before: "apt-get -y install cron && apt-get -y remove cron",
    module: "package",
    args: { name: "cron" },
  },
  {
    title: "removes a package, and what needs it",
    before: "apt-get -y install rsync nano && apt-mark auto libpopt0",
    module: "package",
    args: { name: ["libpopt0", "nano"], state: "absent" },
    look: "apt-mark showauto",
  },
  {
    title: "installs a package that leaves a user and a folder behind",
    module: "package",
    args: { name: "lab-demo" },
  },
  {
    title: "upgrades a package, which then needs another one",
    before: "apt-get -y install lab-demo=1.0",
    module: "package",
    args: { name: "lab-demo", state: "latest" },
    look: versions,
  },
  {
    title: "installs what drives another package out",
    module: "package",
    args: { name: "lab-rival" },
    look: versions,
  },
  {
    title: "installs an older version",
    before: "apt-get -y install lab-demo",
    module: "package",
    args: { name: "lab-demo=1.0", hold: true },
    look: `${versions}; apt-mark showhold`,
  },
  {
    title: "gives a held package another version",
    before: "apt-get -y install lab-demo=2.0 && apt-mark hold lab-demo",
    module: "package",
    args: { name: "lab-demo=1.0" },
    look: `${versions}; apt-mark showhold`,
  },
  {
    title: "adds a source",
    before: `apt-mark unhold lab-demo; rm -rf /etc/apt/keyrings; ${ownMirror}`,
    module: "apt_repository",
    args: {
      name: "updates",
      uris: "mirror+file:/srv/mirror.list",
      suites: "bookworm-updates",
      components: "main",
      signed_by: "/usr/share/keyrings/debian-archive-keyring.gpg",
    },
  },
  {
    title: "removes a source with its keys",
    before:
      "mkdir -p /etc/apt/keyrings && touch /etc/apt/keyrings/old.asc /etc/apt/sources.list.d/old.sources",
    module: "apt_repository",
    args: { name: "old", state: "absent" },
  },
  {
    title: "describes a source to dnf",
    before: "mkdir -p /etc/yum.repos.d",
    module: "yum_repository",
    args: { name: "demo", baseurl: "https://packages.example/rpm" },
  },
  {
    title: "holds a package",
    module: "package",
    args: { name: "tar", hold: true },
    look: "apt-mark showhold",
  },
  {
    title: "stops a service and keeps it from starting at boot",
    before: "apt-get -y install cron",
    module: "service",
    args: { name: "cron", state: "stopped", enabled: false },
    look: cron,
  },
  {
    title: "removes the package of a service that was not to run",
    before: "systemctl disable --now cron",
    module: "package",
    args: { name: "cron", state: "absent" },
    look: cron,
  },
  {
    title: "starts a service and enables it",
    before: "systemctl disable --now cron",
    module: "service",
    args: { name: "cron", state: "started", enabled: true },
    look: cron,
  },
  { title: "masks a service", module: "service", args: { name: "cron", masked: true }, look: cron },
  {
    title: "unmasks and starts a service",
    before: "systemctl mask cron",
    module: "service",
    args: { name: "cron", masked: false, state: "started" },
    look: cron,
  },
  {
    title: "restarts a service",
    before: "systemctl unmask cron && systemctl start cron",
    module: "service",
    args: { name: "cron", state: "restarted" },
    look: cron,
  },
  {
    title: "creates a group",
    module: "group",
    args: { name: "engineers", gid: 2001 },
  },
  {
    title: "changes the number of a group",
    before: "groupadd -g 2002 crew",
    module: "group",
    args: { name: "crew", gid: 2003 },
  },
  {
    title: "removes a group",
    module: "group",
    args: { name: "crew", state: "absent" },
    look: "getent group crew",
  },
  {
    title: "creates a user",
    module: "user",
    args: { name: "ada", groups: "sudo", shell: "/bin/bash", password: "$6$a$b", password_lock: true },
    look: "ls -A /home /var/mail; getent group sudo",
  },
  {
    title: "creates a user with a group of its own that was there, in a home that was there",
    before: "groupadd grace && mkdir /home/grace && touch /home/grace/file && chown -R :grace /home/grace",
    module: "user",
    args: { name: "grace" },
    look: "ls -lan --time-style=+ /home /home/grace",
  },
  {
    title: "changes a user",
    before: "useradd -m -u 2010 -G sudo -p '$6$x$y' eve",
    module: "user",
    args: { name: "eve", uid: 2011, groups: "adm", comment: "Eve", shell: "/bin/bash", password_lock: true },
    look: "ls -lan --time-style=+ /home/eve; id eve",
  },
  {
    title: "sets a kernel parameter",
    module: "sysctl",
    args: { name: "net.core.somaxconn", value: 2048 },
    look: "cat /proc/sys/net/core/somaxconn",
  },
  { title: "names the host", module: "hostname", args: { name: "other" }, look: "hostname" },
  {
    title: "makes a locale",
    module: "locale",
    args: { name: "ko_KR.UTF-8", default: true },
    look: "locale -a; ls -A /usr/lib/locale",
  },
  {
    title: "runs a command that says how it is taken back",
    module: "command",
    args: { argv: ["mkdir", "made"], chdir: "/srv", creates: "made", undo: "rm -rf made" },
    look: "ls -A /srv",
  },
  {
    title: "runs a script that says so",
    module: "shell",
    args: {
      cmd: 'echo "$A" >>lines',
      chdir: "/srv",
      environment: { A: "x" },
      undo: '[ "$A" = x ] && rm -f lines',
    },
    look: "ls -A /srv",
  },
];
