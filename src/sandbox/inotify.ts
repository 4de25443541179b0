import { readFile, writeFile } from "node:fs/promises";
import { isRoot } from "./operating-system.ts";
import type { Progress } from "./progress.ts";

const setting = "/proc/sys/fs/inotify/max_user_instances";
const instancesPerHost = 24;

/** Raises the machine's limit of inotify instances, which all hosts share, when it is too low for so many hosts. */
export async function allowInotifyFor(hosts: number, progress: Progress): Promise<void> {
  const text = await readFile(setting, "utf8").catch(() => null);
  const needed = Math.max(1024, hosts * instancesPerHost);
  if (text === null || Number(text) >= hosts * instancesPerHost + 64 || !isRoot()) return;
  const isRaised = await writeFile(setting, String(needed)).then(
    () => true,
    () => false,
  );
  if (isRaised)
    progress(`Raised fs.inotify.max_user_instances from ${text.trim()} to ${needed} for ${hosts} hosts`);
}
