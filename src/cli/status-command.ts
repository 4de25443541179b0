import { setTimeout as pause } from "node:timers/promises";
import { exitCode, InputError } from "../errors.ts";
import { nearest } from "../input/suggest.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { createPaint } from "../report/paint.ts";
import { sanitizeDeep } from "../report/sanitize.ts";
import type { ListedCluster } from "../status/cluster-readings.ts";
import type { Status } from "../status/status-schema.ts";
import { statusText } from "../status/status-text.ts";
import { StatusWatcher } from "../status/status-watcher.ts";
import { sshTransport } from "../transport/ssh-transport.ts";
import type { VaultKeyFlags } from "./command-secrets.ts";
import { hostTargets, type LoginFlags } from "./host-targets.ts";
import { interruptSignal } from "./interrupt-signal.ts";
import { readInventory } from "./read-inventory.ts";

/** The flags of `lab status`. */
export interface StatusFlags extends LoginFlags, VaultKeyFlags {
  /** Names of clusters; all where it is empty. */
  readonly clusters: readonly string[];
  /** Path of clusters.json. */
  readonly inventory: string;
  /** Between two snapshots; null takes only one. */
  readonly pauseMs: number | null;
  /** For each snapshot. */
  readonly deadlineMs: number;
  readonly output: "auto" | "plain" | "json";
}

/** A dead host is not to hold up the others for as long as a run would wait for it. */
const connectTimeoutMs = 5000;

/**
 * Runs `lab status` and returns its exit code: 0 where all is well, 3 where something is unhealthy, 4 where the only fault
 * is that somebody could not be reached. Takes no lock. Throws InputError.
 */
export async function statusCommand(flags: StatusFlags): Promise<number> {
  const inventory = await readInventory(flags.inventory, flags, false);
  const clusters = listedClusters(inventory, flags.clusters);
  const wanted = new Set(clusters.flatMap(({ nodes }) => nodes.map(({ name }) => name)));
  const all = await hostTargets(inventory, flags);
  const targets = new Map([...all].filter(([name]) => wanted.has(name)));
  const watcher = new StatusWatcher(clusters, targets, sshTransport({ connectTimeoutMs }));
  const interrupt = interruptSignal();
  const reader = lostReader();
  try {
    return await show(watcher, flags, AbortSignal.any([interrupt.signal, reader]));
  } catch (error) {
    if (interrupt.signal.aborted) return exitCode.interrupted;
    if (reader.aborted) return exitCode.ok;
    throw error;
  } finally {
    interrupt.stop();
    await watcher.close();
  }
}

async function show(watcher: StatusWatcher, flags: StatusFlags, signal: AbortSignal): Promise<number> {
  const redraws = flags.pauseMs !== null && flags.output === "auto" && process.stdout.isTTY === true;
  const isJson = flags.output === "json";
  const paint = createPaint(process.env, flags.output === "auto" && process.stdout.isTTY === true);
  for (let isFirst = true; ; isFirst = false) {
    const status = sanitizeDeep(await watcher.snapshot(flags.deadlineMs, signal));
    const text = isJson ? `${JSON.stringify(status)}\n` : statusText(status, paint);
    const title = flags.pauseMs === null || isJson ? "" : `${paint("dim", status.time)}\n`;
    const before = redraws ? clearScreen : isFirst || isJson ? "" : "\n";
    process.stdout.write(`${before}${title}${text}`);
    if (flags.pauseMs === null) return exitCodeOf(status);
    await pause(flags.pauseMs, undefined, { signal });
  }
}

/** To the upper left corner, and nothing below (ECMA-48 CUP, ED): what scrolled away before stays. */
const clearScreen = "\u001b[H\u001b[2J";

function exitCodeOf({ clusters }: Status): number {
  const verdicts = clusters.map(({ verdict }) => verdict);
  if (verdicts.includes("unhealthy")) return exitCode.hostsFailed;
  return verdicts.includes("unreachable") ? exitCode.hostsUnreachable : exitCode.ok;
}

function listedClusters(inventory: Inventory, names: readonly string[]): ListedCluster[] {
  const known = [...inventory.clusters.keys()];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new InputError(
      unknown.map((name) => {
        const near = nearest(name, known);
        const hint = near === null ? `there are ${known.join(", ")}` : `did you mean "${near}"?`;
        return { message: `there is no cluster "${name}"`, hint };
      }),
    );
  }
  return [...inventory.clusters.values()]
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .map(({ name, nodes }) => ({
      name,
      nodes: nodes.flatMap((node) => {
        const role = inventory.hosts.get(node)?.role;
        return role ? [{ name: node, role }] : [];
      }),
    }));
}

/** Aborted when nobody reads what is printed any more: `lab status --watch | head`. */
function lostReader(): AbortSignal {
  const controller = new AbortController();
  process.stdout.once("error", () => controller.abort());
  process.stdout.once("close", () => controller.abort());
  return controller.signal;
}
