import { readFileSync, writeFileSync } from "node:fs";
import { sleep } from "./duration.ts";
import { Exit } from "./exit.ts";
import { type Fields, isFields, parseJson } from "./json.ts";

/** What is to go wrong: {"kubeadm init": "certs"}, or {"kubeadm init": {"phase": "certs", "once": true, "hang": true}}. */
export const faultsFile = "/etc/lab-stand-ins/fail.json";

/**
 * Stands in the middle of a phase, where part of its work is done. Where the file tells this program to fail here it
 * throws, or never comes back for "hang"; a fault that is to come "once" is taken out of the file.
 */
export async function faultPoint(program: string, phase: string, message: string): Promise<void> {
  const faults = readFaults();
  const fault = faults[program];
  const wanted = isFields(fault) ? fault : { phase: fault ?? null };
  if (wanted.phase !== phase) return;
  if (wanted.once === true) {
    const { [program]: _, ...rest } = faults;
    writeFileSync(faultsFile, JSON.stringify(rest));
  }
  while (wanted.hang === true) await sleep(1000);
  const status = typeof wanted.status === "number" ? wanted.status : 1;
  throw new Exit(status, message);
}

function readFaults(): Fields {
  try {
    const faults = parseJson(readFileSync(faultsFile, "utf8"));
    return isFields(faults) ? faults : {};
  } catch {
    return {};
  }
}
