/** What a sandbox host carries beyond Debian's minimal system: about that of a small cloud image. */
export const hostPackages: readonly string[] = [
  "ca-certificates",
  "dbus",
  "iproute2",
  "iputils-ping",
  "kmod",
  "less",
  "locales",
  "netbase",
  "openssh-server",
  "procps",
  "sudo",
  "systemd",
  "systemd-sysv",
  "tzdata",
];
