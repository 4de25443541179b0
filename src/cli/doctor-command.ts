import { doctorCluster } from "../doctor/doctor-cluster.ts";
import type { DoctorReport } from "../doctor/doctor-report.ts";
import { doctorText } from "../doctor/doctor-text.ts";
import { examineCluster } from "../doctor/examine-cluster.ts";
import { patientsOf } from "../doctor/patients.ts";
import { exitCode, InputError } from "../errors.ts";
import { matchHosts } from "../inventory/host-pattern.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { clusterView } from "../playbook/role-view.ts";
import { createPaint } from "../report/paint.ts";
import { sanitizeDeep } from "../report/sanitize.ts";
import { sshTransport } from "../transport/ssh-transport.ts";
import type { VaultKeyFlags } from "./command-secrets.ts";
import { hostTargets, type LoginFlags } from "./host-targets.ts";
import { interruptSignal } from "./interrupt-signal.ts";
import { readInventory } from "./read-inventory.ts";

/** The flags of `lab doctor`. */
export interface DoctorFlags extends LoginFlags, VaultKeyFlags {
  /** Names of hosts, or patterns; all where it is empty. */
  readonly hosts: readonly string[];
  /** Path of clusters.json. */
  readonly inventory: string;
  readonly deadlineMs: number;
  readonly output: "auto" | "plain" | "json";
}

/** A dead host is not to hold up the others for as long as a run would wait for it. */
const connectTimeoutMs = 5000;

/**
 * Runs `lab doctor` and returns its exit code: 0 where all is well, 3 where something is not, 4 where the only fault is that
 * hosts did not answer. Takes no lock, sends nothing but probes. Throws InputError.
 */
export async function doctorCommand(flags: DoctorFlags, write: (text: string) => void): Promise<number> {
  const inventory = await readInventory(flags.inventory, flags, false);
  const named = namedHosts(flags.hosts, inventory);
  const targets = await hostTargets(inventory, flags);
  const transport = sshTransport({ connectTimeoutMs });
  const interrupt = interruptSignal();
  const signal = AbortSignal.any([interrupt.signal, AbortSignal.timeout(flags.deadlineMs)]);
  const deadline = { signal, seconds: Math.round(flags.deadlineMs / 1000) };
  try {
    const clusters = await Promise.all(
      [...inventory.clusters.keys()].map(async (name) => {
        const patients = patientsOf(clusterView(name, inventory), named);
        if (!patients) return [];
        return [doctorCluster(patients, await examineCluster(patients, targets, transport, deadline))];
      }),
    );
    if (interrupt.signal.aborted) return exitCode.interrupted;
    const report = { version: 1, time: new Date().toISOString(), clusters: clusters.flat() } as const;
    show(sanitizeDeep(report), flags.output, write);
    return exitCodeOf(report);
  } finally {
    interrupt.stop();
  }
}

function show(report: DoctorReport, output: DoctorFlags["output"], write: (text: string) => void): void {
  if (output === "json") {
    write(`${JSON.stringify(report)}\n`);
    return;
  }
  const isTerminal = output === "auto" && process.stdout.isTTY === true;
  const width = isTerminal ? process.stdout.columns : Number.POSITIVE_INFINITY;
  write(doctorText(report, width, createPaint(process.env, isTerminal)));
}

function namedHosts(hosts: readonly string[], inventory: Inventory): ReadonlySet<string> | null {
  if (hosts.length === 0) return null;
  const named = matchHosts(hosts.join(","), inventory);
  if (named.length > 0) return new Set(named);
  const hint = "lab inventory --graph shows which hosts there are, and their groups";
  throw new InputError({ message: `"${hosts.join(" ")}" matches no host`, hint });
}

function exitCodeOf({ clusters }: DoctorReport): number {
  const verdicts = clusters.map(({ verdict }) => verdict);
  if (verdicts.includes("unwell")) return exitCode.hostsFailed;
  return verdicts.includes("unreachable") ? exitCode.hostsUnreachable : exitCode.ok;
}
