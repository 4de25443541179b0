import { describe, expect, it } from "vitest";
import { knownCause } from "../../../src/engine/known-cause.ts";

const full = "cat: write error: No space left on device\n";

describe("the cause of a failure", () => {
  it.each([
    [
      "a check of kubeadm",
      "[preflight] Some fatal errors occurred:\n\t[ERROR NumCPU]: the number of available CPUs 1 is less than the required 2\nerror execution phase preflight: [preflight] Some fatal errors occurred",
      "kubeadm's check NumCPU: the number of available CPUs 1 is less than the required 2",
      "ignore_preflight_errors: [NumCPU]",
    ],
    [
      "a phase of kubeadm, whatever the logs before it say",
      "| kubelet: x509: certificate has expired\nerror execution phase kubelet-start: timed out waiting for the condition",
      "kubeadm failed in its phase kubelet-start: timed out waiting for the condition",
      "/var/log/lab",
    ],
    [
      "an API server that refuses",
      "https://10.0.0.1:6443 refuses connections: no API server runs there, or not yet\nThe connection was refused",
      "https://10.0.0.1:6443 refuses connections",
      "lab status",
    ],
    [
      "a full file system",
      `${full}/opt has 0 of 16 KiB and 3 of 100 inodes left`,
      "no space left on /opt: 0 of 16 KiB are free",
      "df -h /opt",
    ],
    [
      "a file system without inodes",
      `${full}/opt has 900 of 999 KiB and 0 of 100 inodes left`,
      "no inodes left on /opt",
      "df -i /opt",
    ],
    ["a full file system of unknown name", full, "no space left on a file system", "df -h"],
    [
      "a read-only file system",
      "mktemp: failed: Read-only file system\n/data is mounted read-only\n",
      "/data is mounted read-only",
      "mount -o remount,rw /data",
    ],
    [
      "an immutable file",
      "mv: cannot move: Operation not permitted\n/etc/a b is immutable\n",
      "/etc/a b is immutable",
      "chattr -i /etc/a b",
    ],
    [
      "a name that is not resolved, although apt complains of something else at last",
      "W: Failed to fetch http://deb.example/x  Temporary failure resolving 'deb.example'\nE: Unable to locate package tree\n",
      "the host cannot resolve deb.example",
      "/etc/resolv.conf",
    ],
    [
      "a clock that is behind",
      "E: Release file for http://deb.example/InRelease is not valid yet (invalid for another 3h 2min 1s). Updates for this repository will not be applied.\n",
      "the clock of the host is behind: http://deb.example/InRelease is not valid for another 3h 2min 1s",
      "timedatectl",
    ],
    [
      "a certificate that is judged by the clock",
      "W: https://deb.example: Certificate verification failed: The certificate is NOT trusted. The certificate chain uses not yet valid certificate. \n",
      "by the clock of the host, a certificate is not valid yet",
      "clock",
    ],
    [
      "a package manager that is in use",
      "waiting up to 3 s\nthe package manager is in use by process 12 (/usr/bin/python3 /usr/bin/unattended-upgrade (x))\n",
      "the package manager is in use by process 12: /usr/bin/python3 /usr/bin/unattended-upgrade (x)",
      "lock_timeout",
    ],
    [
      "a package that nobody offers",
      "E: Unable to locate package nope\n",
      "there is no package nope in the package sources of the host",
      "apt-cache policy nope",
    ],
    [
      "a package whose own script fails",
      "dpkg: error processing package app (--configure):\n installed app package post-installation script subprocess returned error exit status 1\n",
      "app could not be set up: installed app package post-installation script subprocess returned error exit status 1",
      "run again",
    ],
  ])("names %s", (_, stderr, message, hint) => {
    expect(knownCause(stderr)).toEqual({ message, hint: expect.stringContaining(hint) });
  });

  it("is not guessed", () => {
    expect(knownCause("error: no route to happiness\n")).toBeNull();
  });
});
