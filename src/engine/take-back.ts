import { ConnectionError } from "../errors.ts";
import { readUndoRecords, type UndoRecord } from "../journal/read-undo-records.ts";
import type { HostSession } from "./host-session.ts";
import type { HostWork } from "./host-work.ts";
import type { MadeChange } from "./run-journal.ts";

/** Time that a machine has to take back what it changed. */
const undoTimeoutMs = 30 * 60_000;

/**
 * Takes back what a host has changed since `mark`, the last first, also where that was delegated to other machines, and
 * reports each change. Cost: one round trip per machine. Throws ConnectionError where the host itself is lost.
 */
export async function takeBack({ host, journal, sessions, report }: HostWork, mark: number): Promise<void> {
  for (const { machine, entries } of byMachine(journal.take(host, mark))) {
    try {
      const session = await sessions.get(machine);
      const records = await session.exclusively(() => undo(session, journal.undoScript(entries)));
      for (const record of records) report.undone(record);
    } catch (error) {
      if (machine === host || !(error instanceof ConnectionError)) throw error;
      report.undone({ title: `changes of ${machine}`, outcome: "failed", message: error.message });
    }
  }
}

/**
 * Takes back all that the run has changed, on all machines, the last first, and reports each change for the host that it
 * was made by. Cost: a round trip per machine, and more where machines took turns. Never throws for a machine that is lost.
 */
export async function takeBackRun(
  { journal, sessions }: Pick<HostWork, "journal" | "sessions">,
  undone: (host: string, record: Pick<UndoRecord, "title" | "outcome" | "message">) => void,
): Promise<void> {
  const made = journal.takeAll();
  const hostOf = new Map(made.map(({ entry, host }) => [entry, host]));
  const lost = new Set<string>();
  for (const { machine, entries } of byMachine(made)) {
    if (lost.has(machine)) continue;
    const [first = 0] = entries;
    try {
      const session = await sessions.get(machine);
      const records = await session.exclusively(() => undo(session, journal.undoScript(entries)));
      for (const record of records) undone(hostOf.get(record.entry) ?? machine, record);
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      lost.add(machine);
      const record = { title: `changes of ${machine}`, outcome: "failed", message: error.message } as const;
      undone(hostOf.get(first) ?? machine, record);
    }
  }
}

/** Runs a script that takes changes back, and says what became of each. Throws ConnectionError. */
export async function undo(session: HostSession, script: string): Promise<UndoRecord[]> {
  const { stdout } = await session.shell.run(
    { kind: "apply", script, timeoutMs: undoTimeoutMs },
    session.signal,
  );
  session.forget("everything");
  return readUndoRecords(stdout);
}

interface MachineEntries {
  readonly machine: string;
  readonly entries: readonly number[];
}

/** In the order in which they are to be taken back; what was made on one machine in a row goes together. */
function byMachine(made: readonly MadeChange[]): MachineEntries[] {
  const groups: { machine: string; entries: number[] }[] = [];
  for (const { machine, entry } of made.toReversed()) {
    const last = groups.at(-1);
    if (last?.machine === machine) last.entries.unshift(entry);
    else groups.push({ machine, entries: [entry] });
  }
  return groups;
}
