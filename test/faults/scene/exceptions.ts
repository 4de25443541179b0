/** A path that is left out when a host is compared with what it was. */
export interface Exception {
  /** As `find -path` takes it, from /. */
  readonly path: string;
  readonly why: string;
}

/** The only ones. */
export const exceptions: readonly Exception[] = [
  { path: "var/lib/lab", why: "lab's own: the journals of its runs, and its locks" },
  {
    path: "var/lib/systemd",
    why: "time stamps of timers and the seed of random numbers, written by systemd",
  },
  { path: "var/lib/apt", why: "package lists and their time stamps, written by apt" },
  { path: "etc/*-", why: "passwd-, group- and so on: what useradd and userdel keep of the change before" },
  { path: "etc/.pwd.lock", why: "the lock file of useradd, which it makes and leaves empty" },
  { path: "etc/mtab", why: "what is mounted, told by the kernel" },
];
