/** Why something on a host failed, in a few words, and what to do about it. */
export interface KnownCause {
  readonly message: string;
  readonly hint: string;
}

type Explain = (found: RegExpExecArray) => KnownCause;

const noRoom = (mount: string): KnownCause => ({
  message: `no space left on ${mount}`,
  hint: `free some space on the host: df -h ${mount}`,
});

/** In the order of their weight: what comes first explains what comes later. */
const causes: readonly (readonly [RegExp, Explain])[] = [
  [
    /^the package manager is in use by (process \d+) \((.*)\)$/m,
    ([, process, command]) => ({
      message: `the package manager is in use by ${process}: ${command}`,
      hint: "run again when it is done, or wait longer: lock_timeout",
    }),
  ],
  [
    /Could not get lock|Unable to (acquire the dpkg frontend lock|lock )|locked by another process/,
    () => ({
      message: "another process installs packages",
      hint: "run again when it is done",
    }),
  ],
  [
    /No space left on device[\s\S]*^(\/.*) has (\d+) of (\d+) KiB and (\d+) of (\d+) inodes left$/m,
    ([, mount = "", free, kib, inodes, all]) =>
      inodes === "0" && all !== "0"
        ? { message: `no inodes left on ${mount}`, hint: `remove files that nobody needs: df -i ${mount}` }
        : {
            ...noRoom(mount),
            // What did not fit is removed by then.
            message: `${free === "0" ? "no space left" : "too little space"} on ${mount}: ${free} of ${kib} KiB are free`,
          },
  ],
  [/You don't have enough free space in (\/\S+?)\/?\.$/m, ([, folder = ""]) => noRoom(folder)],
  [
    /to '(\/.*)\/[^/]*\.dpkg-new': failed to write \(No space left on device\)/,
    ([, folder = ""]) => noRoom(folder),
  ],
  [
    /No space left on device/,
    () => ({ message: "no space left on a file system", hint: "free some space on the host: df -h" }),
  ],
  [
    /Disk quota exceeded/,
    () => ({ message: "the disk quota is used up", hint: "raise it, or remove files: quota -u root" }),
  ],
  [
    /^(\/.*) is mounted read-only$/m,
    ([, mount]) => ({
      message: `${mount} is mounted read-only`,
      hint: `see why (dmesg: a disk error does that), then: mount -o remount,rw ${mount}`,
    }),
  ],
  [
    /Read-only file system/,
    () => ({
      message: "the file system is mounted read-only",
      hint: "see why (dmesg: a disk error does that), then: mount -o remount,rw",
    }),
  ],
  [
    /not permitted[\s\S]*^(\/.*) is (immutable|append-only)$/m,
    ([, path, how]) => ({
      message: `${path} is ${how}`,
      hint: `somebody wanted it so; to lift it: chattr -${how === "immutable" ? "i" : "a"} ${path}`,
    }),
  ],
  [
    /\[ERROR ([\w-]+)\]: (.*)/,
    ([, check, why]) => ({
      message: `kubeadm's check ${check}: ${why}`,
      hint: `cure it; where it does not matter: ignore_preflight_errors: [${check}]`,
    }),
  ],
  [
    /error execution phase ([\w/-]+): (.*)/,
    ([, phase, why]) => ({
      message: `kubeadm failed in its phase ${phase}: ${why}`,
      hint: "what kubelet and containerd said is shown above, and kept on the host: /var/log/lab",
    }),
  ],
  [
    /^(https:\/\/\S+ (?:refuses connections|does not answer)[^:]*)/m,
    ([, said = ""]) => ({
      message: said,
      hint: "see whether the control plane runs: lab status; and what filters between the hosts",
    }),
  ],
  [
    /(?:Temporary failure resolving|Could not resolve|Name or service not known:?) '([^']+)'/,
    ([, name]) => ({
      message: `the host cannot resolve ${name}`,
      hint: "check its DNS: /etc/resolv.conf, resolvectl status",
    }),
  ],
  [
    /Temporary failure (in name resolution|resolving)|Could not resolve (host|hostname)/,
    () => ({
      message: "the host cannot resolve names",
      hint: "check its DNS: /etc/resolv.conf, resolvectl status",
    }),
  ],
  [
    /Release file for (\S+) is not valid yet \(invalid for another ([^)]+)\)/,
    ([, file, time]) => ({
      message: `the clock of the host is behind: ${file} is not valid for another ${time}`,
      hint: "set the clock: timedatectl set-ntp true, or chronyc makestep",
    }),
  ],
  [
    /Release file for (\S+) is expired \(invalid since ([^)]+)\)/,
    ([, file, time]) => ({
      message: `${file} has expired ${time} ago`,
      hint: "either the clock of the host is ahead (timedatectl), or the mirror is no longer kept up",
    }),
  ],
  [
    /certificate.*(not yet (?:valid|activated)|has expired|expired certificate)/i,
    ([, how = ""]) => ({
      message: `by the clock of the host, a certificate ${/not yet/i.test(how) ? "is not valid yet" : "has expired"}`,
      hint: "check the clock of the host (timedatectl), then the certificate of the server",
    }),
  ],
  [
    /Could not connect to (\S+?):? \(([^)]+)\)/,
    ([, server, why]) => ({
      message: `the host cannot connect to ${server} (${why})`,
      hint: "check its network, its proxy and the package source",
    }),
  ],
  [
    /Network is unreachable|No route to host/,
    ([said]) => ({
      message: `the host has no way to the network: ${said}`,
      hint: "check its routes: ip route",
    }),
  ],
  [
    /NO_PUBKEY ([0-9A-F]+)/,
    ([, key]) => ({
      message: `the key ${key} of a package source is not known to the host`,
      hint: "give the host the key of the source: signed-by in its entry",
    }),
  ],
  [
    /Unable to locate package (\S+)/,
    ([, name]) => ({
      message: `there is no package ${name} in the package sources of the host`,
      hint: `check the name, and the host's package sources: apt-cache policy ${name}`,
    }),
  ],
  [
    /Version '([^']+)' for '([^']+)' was not found/,
    ([, version, name]) => ({
      message: `there is no version ${version} of ${name} in the package sources of the host`,
      hint: `see which there are: apt-cache policy ${name}`,
    }),
  ],
  [
    /dpkg: error processing package (\S+) \(--configure\):\n (.*)/,
    ([, name, why]) => ({
      message: `${name} could not be set up: ${why}`,
      hint: "look at what its script says above; then run again, which goes on with it",
    }),
  ],
  [
    /dpkg was interrupted/,
    () => ({ message: "dpkg was interrupted", hint: "run `dpkg --configure -a` on the host, then again" }),
  ],
  [
    /^sftp: (.*)/m,
    ([, why]) => ({
      message: `/tmp of the host does not take it: ${why}`,
      hint: "check the free space in /tmp of the host: df -h /tmp",
    }),
  ],
];

/** The cause that the stderr of a failed script tells of; null where it is none that people meet often. Pure. */
export function knownCause(stderr: string): KnownCause | null {
  for (const [pattern, explain] of causes) {
    const found = pattern.exec(stderr);
    if (found) return explain(found);
  }
  return null;
}
