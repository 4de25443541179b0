import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { pathWith, type shells } from "../resources/sh-path.ts";
import { canary } from "./hostile-text.ts";

/** Programs that would change this machine: here they only write down what they were called with. */
const programs = [
  "useradd userdel usermod groupadd groupdel groupmod gpasswd chpasswd getent",
  "systemctl journalctl hostname hostnamectl modprobe swapon swapoff locale-gen localedef locale",
  "apt-get apt-mark apt-cache dpkg dpkg-query dnf rpm zypper apk",
  "chown restorecon chcon reboot shutdown",
]
  .join(" ")
  .split(" ");

/** A user that can do nothing, for tests that are run by root. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

const paths = new Map<string, string>();

function pathOf(shell: (typeof shells)[number]): string {
  const path = paths.get(shell) ?? pathWith(shell);
  paths.set(shell, path);
  return path;
}

/** A folder in which generated scripts run, without rights and with stand-ins for all programs that act on a host. */
export interface Jail {
  readonly folder: string;
  /** Runs each script in a shell of its own. */
  run(scripts: readonly string[]): JailResult;
}

/** What became of the scripts. */
export interface JailResult {
  /** A part was run that is no script. */
  readonly isInjected: boolean;
  /** What the stand-ins were called with, word by word. */
  readonly calls: readonly (readonly string[])[];
}

/** Makes a jail for the length of a test. */
export function makeJail(shell: (typeof shells)[number]): Jail {
  const folder = mkdtempSync(join(tmpdir(), "lab-jail-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o777);
  const bin = join(folder, "bin");
  mkdirSync(bin);
  // Words are ended by NUL, calls by a record separator.
  const record = `#!/bin/sh\n{ printf '%s\\0' "\${0##*/}" "$@"; printf '\\036'; } >>'${folder}/calls'\n`;
  for (const program of [...programs, "record"]) writeFileSync(join(bin, program), record, { mode: 0o755 });
  const entry = `${record}printf 'nobody:x:%s:0::/:/bin/sh\n' "$(id -u)"\n`;
  writeFileSync(join(bin, "getent"), entry, { mode: 0o755 });
  writeFileSync(join(bin, "sleep"), "#!/bin/sh\n", { mode: 0o755 });
  const path = `${bin}:${pathOf(shell)}`;
  const work = join(folder, "work");
  mkdirSync(work, { mode: 0o777 });
  chmodSync(work, 0o777);
  return { folder: work, run: (scripts) => runAll(scripts, folder, path) };
}

function runAll(scripts: readonly string[], folder: string, path: string): JailResult {
  const inputs = join(folder, "scripts");
  mkdirSync(inputs);
  for (const [index, script] of scripts.entries()) {
    // What it leaves running, such as the order to reboot, still calls something.
    writeFileSync(join(inputs, String(index)), `{ :\n${script}\n} </dev/null\nwait\n`);
  }
  const calls = join(folder, "calls");
  writeFileSync(calls, "");
  chmodSync(calls, 0o666);
  const work = join(folder, "work");
  const driver = 'for script in "$1"/*; do sh <"$script"; done';
  spawnSync("sh", ["-c", driver, "sh", inputs], {
    env: { PATH: path, LC_ALL: "C", HOME: work },
    cwd: work,
    stdio: "ignore",
    timeout: 120_000,
    ...nobody,
  });
  const recorded = readFileSync(calls, "utf8").split("\u001e").slice(0, -1);
  rmSync(inputs, { recursive: true });
  return {
    isInjected: existsSync(join(work, canary)),
    calls: recorded.map((call) => call.split("\0").slice(0, -1)),
  };
}
