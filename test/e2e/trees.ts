import type { SandboxHost } from "../../src/sandbox/sandbox-host.ts";

/** What a change may leave behind: backups, lists and states that programs keep of their own doings. */
const exceptions = [
  "^etc/(passwd|shadow|group|gshadow|subuid|subgid)-$",
  "^var/lib/dpkg/[a-z]+-old$",
  "^var/lib/apt/(lists|periodic)(/|$)",
  "^var/lib/lab(/|$)",
  "^var/lib/ucf/(hashfile|registry)\\.[0-9]$",
  "^var/lib/systemd/(timers|timesync)(/|$)",
].map((pattern) => new RegExp(pattern));

/** Kind, mode, owner and checksum of everything below the folders that a run may write to, by path. */
export async function treesOf(host: SandboxHost): Promise<Record<string, string>> {
  const { stdout } = await host.exec(
    "cd / && find etc usr/local var/lib -printf '%p\\t%M %U:%G %l\\n'; echo ---;" +
      " find etc usr/local var/lib -type f -exec sha256sum {} +",
  );
  const [listed = "", sums = ""] = stdout.split("---\n");
  const checksums = new Map(
    sums.split("\n").map((line): [string, string] => [line.slice(66), line.slice(0, 64)]),
  );
  const entries = listed
    .split("\n")
    .map((line): [string, string] => {
      const [path = "", attributes = ""] = line.split("\t");
      return [path, `${attributes}${checksums.get(path) ?? ""}`];
    })
    .filter(([path]) => path !== "" && !exceptions.some((pattern) => pattern.test(path)));
  return Object.fromEntries(entries);
}
