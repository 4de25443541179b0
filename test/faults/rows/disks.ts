import type { Fault } from "../fault.ts";
import type { FaultHost } from "../scene/fault-host.ts";
import { converges, isUnfinished, passesUnnoticed, staysAsBefore } from "./expectations.ts";
import { wholeRun } from "./moments.ts";

/** Gives a folder a small file system of its own, with the same content. */
async function shrink(host: FaultHost, folder: string, size: string): Promise<void> {
  await host.unwatched(`mkdir -p ${folder} && rm -rf /run/shrunk && cp -a ${folder} /run/shrunk &&
mount -t tmpfs -o size=${size},mode=755 none ${folder} && cp -a /run/shrunk/. ${folder}/`);
}

const written = "/etc /usr/local /var/lib";

/** Its content goes back to the disk. */
async function grow(host: FaultHost, folder: string): Promise<void> {
  await host.unwatched(`rm -rf /run/shrunk && cp -a ${folder} /run/shrunk && umount ${folder} &&
find ${folder} -mindepth 1 -delete && cp -a /run/shrunk/. ${folder}/`);
}

/** What can be wrong with the disk of a host. */
export const diskFaults: readonly Fault[] = [
  {
    name: "No space left where files are written",
    promise:
      "The task fails and says so; the file is the old one, whole; with space, going on converges the host.",
    async inject(stage) {
      await shrink(stage.victim, "/etc/gate", "48k");
      return { play: await wholeRun(stage) };
    },
    heal: ({ victim }) => grow(victim, "/etc/gate"),
    expect: { exitCode: 3, victim: isUnfinished("failed", /^writing \/etc\/gate\//), others: converges },
  },
  {
    name: "No space left in /var/lib: what is changed cannot be kept",
    promise: "Nothing is changed that could not be taken back: the host is as before.",
    async inject(stage) {
      await shrink(stage.victim, "/var/lib/lab", "4k");
      return { play: await wholeRun(stage) };
    },
    heal: ({ victim }) => victim.sh("umount /var/lib/lab"),
    expect: { exitCode: 3, victim: staysAsBefore("failed", /./), others: converges },
  },
  {
    name: "/tmp is full",
    promise: "What small files need is not there: the run converges.",
    async inject(stage) {
      await stage.victim.sh("head -c 2G /dev/zero >/tmp/fill 2>/dev/null || :");
      return { play: await wholeRun(stage) };
    },
    heal: ({ victim }) => victim.sh("rm -f /tmp/fill"),
    expect: passesUnnoticed,
  },
  {
    name: "The file systems of the host are read-only",
    promise: "The host says so, and is as before; the others converge.",
    async inject(stage) {
      await stage.victim.sh(`for folder in ${written}; do
mount --bind $folder $folder && mount -o remount,bind,ro $folder || exit
done`);
      return { play: await wholeRun(stage) };
    },
    heal: ({ victim }) => victim.sh(`umount ${written}`),
    expect: { exitCode: 3, victim: staysAsBefore("failed", /read-only/i), others: converges },
  },
];
