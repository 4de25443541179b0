import { isNote, type Note } from "../engine/note.ts";
import { rollBackRun } from "../engine/roll-back-run.ts";
import { isRunId, newRunId } from "../engine/run-id.ts";
import { exitCode, InputError } from "../errors.ts";
import { matchHosts } from "../inventory/host-pattern.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { findRun } from "../record/find-run.ts";
import { appendToJournal, readJournal } from "../record/journal.ts";
import { readEvents } from "../record/read-events.ts";
import { lastRun, runIds } from "../record/runs.ts";
import { createReporter } from "../report/create-reporter.ts";
import { sshTransport } from "../transport/ssh-transport.ts";
import type { VaultKeyFlags } from "./command-secrets.ts";
import { hostTargets, type LoginFlags } from "./host-targets.ts";
import { hostTransport } from "./host-transport.ts";
import { interruptSignal } from "./interrupt-signal.ts";
import { limitPattern } from "./limit.ts";
import { hostsOfRuns } from "./limit-to-outcome.ts";
import { hasEnded, lockOwner } from "./lock-owner.ts";
import { nextSteps } from "./next-steps.ts";
import { ownVersion } from "./own-version.ts";
import { processRedactor } from "./process-redactor.ts";
import { findInventory } from "./project.ts";
import { readInventory } from "./read-inventory.ts";
import { recordRun } from "./record-run.ts";
import { secretValues } from "./secret-values.ts";
import type { ShowFlags } from "./show-options.ts";

/** The flags of `lab rollback`. */
export interface RollbackFlags extends LoginFlags, ShowFlags, VaultKeyFlags {
  /** Id of the run, its beginning, or "last". */
  readonly run: string;
  readonly inventory?: string;
  readonly limit?: string;
}

/** Runs `lab rollback`, and returns its exit code. Throws InputError before the first contact. */
export async function rollbackCommand(flags: RollbackFlags): Promise<number> {
  const inventory = await readInventory(findInventory(flags.inventory), flags, false);
  const { id, hosts } = undoneRun(flags, inventory);
  const redactor = processRedactor;
  for (const secret of secretValues(inventory, [])) redactor.add(secret);
  const targets = await hostTargets(inventory, flags);
  const reporter = await createReporter(flags.report);
  const facts = {
    id: newRunId(),
    resumes: null,
    undoes: id,
    playbook: `rollback of ${id}`,
    check: false,
    hosts,
    limit: flags.limit ?? null,
    tags: [],
    skipTags: [],
    startAtTask: null,
    extraVars: [],
    lab: ownVersion(),
  };
  const { keepRuns } = flags;
  const recorded = recordRun(facts, { plays: [], keepRuns, redactor, reporter });
  const undone = new Set<string>();
  const { signal, stop } = interruptSignal();
  let code: number = exitCode.internal;
  try {
    code = await rollBackRun({
      run: facts.id,
      undoes: id,
      hosts,
      targets,
      transport: hostTransport(sshTransport(), (host) => inventory.hosts.has(host)),
      lock: { owner: lockOwner(), waitMs: flags.lockTimeoutMs, hasEnded },
      forks: flags.forks,
      signal,
      redactor,
      emit: (event) => {
        if (event.kind === "undo") undone.add(event.host);
        recorded.emit(event);
      },
    });
    return code;
  } finally {
    stop();
    noteUndone(id, undone);
    await recorded.end(code);
    await reporter.close();
    if (code !== exitCode.ok && flags.report.output !== "json") {
      flags.report.stdout.write(`${nextSteps(facts, flags.inventory).join("\n")}\n`);
    }
  }
}

/**
 * The run, and the hosts that may have changed in it. One that is recorded elsewhere is looked for on all hosts of the
 * inventory, by its whole id.
 */
function undoneRun({ run, limit }: RollbackFlags, inventory: Inventory) {
  const isElsewhere = isRunId(run) && !runIds().includes(run);
  const id = isElsewhere ? run : recordedRun(run);
  const all = isElsewhere ? [...inventory.hosts.keys()] : machinesOf(id);
  const named = hostsOfRuns(() => null);
  const kept =
    limit === undefined ? null : new Set(matchHosts(limitPattern(limit, inventory, named), inventory));
  const isKnown = (host: string): boolean => inventory.hosts.has(host) || host === "localhost";
  const hosts = all.filter((host) => isKnown(host) && (kept?.has(host) ?? true));
  if (hosts.length > 0) return { id, hosts };
  const message =
    limit === undefined
      ? `no host of the run ${id} is in the inventory`
      : `--limit "${limit}" leaves no host of the run ${id}`;
  throw new InputError({ message, hint: `lab runs show ${id} names its hosts` });
}

/** A run that goes on with this one must not take for done what was taken back. */
function noteUndone(id: string, hosts: ReadonlySet<string>): void {
  if (!runIds().includes(id)) return;
  const notes: readonly unknown[] = readJournal(id);
  const places = new Map<string, Pick<Note, "host" | "play">>();
  for (const note of notes) {
    if (!isNote(note) || !hosts.has(note.host)) continue;
    const { host, play } = note;
    places.set(JSON.stringify([host, play]), { host, play });
  }
  appendToJournal(
    id,
    [...places.values()].map((place) => ({ ...place, kind: "undone", made: 0 })),
  );
}

function recordedRun(named: string): string {
  if (named !== "last") return findRun(named).id;
  // Not a check, which changes nothing, nor a rollback itself.
  const last = lastRun(({ check, undoes }) => !check && undoes === null);
  if (last) return last.id;
  throw new InputError({ message: "there is no run to take back", hint: "lab runs shows what ran here" });
}

/** The hosts of a run, and those that tasks were delegated to. */
function machinesOf(id: string): string[] {
  const delegates = readEvents(id).flatMap((event) =>
    event.kind === "task-end" && event.delegate !== null ? [event.delegate] : [],
  );
  return [...new Set([...findRun(id).hosts, ...delegates])];
}
