import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { standInFolder } from "../../stand-ins/install-node.ts";
import { onHosts } from "./on-hosts.ts";

/** What one run called of kubeadm and kubectl, on all hosts together. */
export interface ProgramTimes {
  readonly calls: number;
  /** Sum of what each call took, from the start of its process to its end. */
  readonly seconds: number;
}

const durations = "/var/log/lab-stand-ins/durations";

/** Lets the stand-ins of kubeadm and kubectl write down how long each call takes. Cost: a few milliseconds a call. */
export async function recordProgramTimes(hosts: readonly SandboxHost[]): Promise<void> {
  const recorder = await readFile(join(import.meta.dirname, "log-duration.js"), "utf8");
  await onHosts(
    hosts,
    `set -e
cd ${standInFolder}
mv node node-itself
cat >log-duration.js <<'JS'
${recorder}JS
cat >node <<'SH'
#!/bin/sh
exec ${standInFolder}/node-itself --import ${standInFolder}/log-duration.js "$@"
SH
chmod 755 node
mkdir -p /var/log/lab-stand-ins`,
  );
}

/** What was called since the last time that this was asked, or since the stand-ins were told to write it down. */
export async function takeProgramTimes(hosts: readonly SandboxHost[]): Promise<ProgramTimes> {
  const texts = await onHosts(hosts, `if [ -e ${durations} ]; then cat ${durations}; rm ${durations}; fi`);
  return sumDurations(texts.join(""));
}

/** Sums lines of "kubeadm@1.33.4 init 5234.1", in milliseconds. Pure. */
export function sumDurations(text: string): ProgramTimes {
  const milliseconds = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Number(line.split(" ").at(-1)));
  return {
    calls: milliseconds.length,
    seconds: milliseconds.reduce((sum, one) => sum + one, 0) / 1000,
  };
}
