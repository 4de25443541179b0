import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandError, ConnectionError, InternalError, RevertedError } from "../errors.ts";
import { confirmGuardScript, type Guard, guardVerdict, startGuardScript } from "../journal/guard-script.ts";
import { readUndoRecords } from "../journal/read-undo-records.ts";
import type { HostTask } from "../playbook/host-task.ts";
import type { Change } from "../resources/change.ts";
import { changeTitle } from "../resources/change-title.ts";
import type { Probe } from "../resources/probe.ts";
import type { CommandOutput } from "../resources/resource.ts";
import { newMark, probeParts, readAnswers } from "./answers.ts";
import { checkKept, journalPart, type ScriptSurroundings, scriptOf, timeoutOf } from "./apply-changes.ts";
import { inputsOf } from "./change-inputs.ts";
import { type FramePart, frameScript, frameStages, type PartOutput, splitFrame } from "./frame-script.ts";
import type { HostSession } from "./host-session.ts";
import type { RunJournal } from "./run-journal.ts";
import type { Sessions } from "./sessions.ts";

/** What a guarded apply needs to know of the run around it. */
export interface GuardedOptions extends ScriptSurroundings {
  /** The host whose task it is, and the machine that it acts on. */
  readonly host: string;
  readonly task: HostTask;
  readonly machine: string;
  readonly sessions: Sessions;
  readonly journal: RunJournal;
  /** From the end of the change until the host takes it back. */
  readonly seconds: number;
  readonly reprobe: readonly Probe[];
  /** Takes a line that is shown while lab waits. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What came of it, and the connection that it was confirmed over. */
export interface Applied {
  readonly output: CommandOutput;
  readonly session: HostSession;
}

const outputLimitBytes = 1024 * 1024;
/** Time for a host to take a change back, and to answer again after that. */
const recoveryMs = 120_000;
const pauseMs = 1_000;
const partName = "guard";

/**
 * Makes changes that may cut the connection. The host makes them beyond its reach, and takes them back unless lab gets a
 * new connection in time, which takes the place of the old one. Cost: two round trips and a connection. Throws
 * RevertedError when the host took them back, CommandError when they failed (and were taken back), and ConnectionError
 * when the host cannot be reached even then.
 */
export async function applyGuarded(changes: readonly Change[], options: GuardedOptions): Promise<Applied> {
  const { sessions, machine, journal, host, task } = options;
  const session = await sessions.get(machine);
  const inputs = await inputsOf(session, changes, options.borrow);
  const kept = journal.keep(host, machine, task, changes);
  const applyMs = changes.reduce((sum, change) => sum + timeoutOf(change, options), 0);
  const guard: Guard = {
    ...kept.place,
    scripts: changes.map((change, index) =>
      scriptOf(change, inputs[index], options.environment, kept.entryOf(index)),
    ),
    applySeconds: Math.ceil(applyMs / 1000),
    seconds: options.seconds,
  };
  const begun = await begin(session, [journalPart(kept), guardPart(startGuardScript(guard), guard)]);
  if (begun) {
    checkKept(kept, begun);
    checkBegun(begun.get(partName), changes);
  }
  return confirm(guard, options);
}

function guardPart(script: string, { applySeconds, seconds }: Guard): FramePart {
  const timeoutMs = (applySeconds + seconds) * 1000 + recoveryMs;
  return { name: partName, script, mustSucceed: true, timeoutMs, outputLimitBytes };
}

/** What the host said over the old connection; null where that was cut, which tells nothing yet. */
async function begin(
  session: HostSession,
  parts: readonly FramePart[],
): Promise<ReadonlyMap<string, PartOutput> | null> {
  const mark = newMark();
  try {
    const { stdout, stderr } = await session.shell.run(
      {
        kind: "apply",
        script: frameScript(parts, mark),
        timeoutMs: recoveryMs,
        stages: frameStages(parts, mark),
      },
      session.signal,
    );
    return splitFrame(stdout, stderr, mark);
  } catch (error) {
    if (error instanceof ConnectionError) return null;
    throw error;
  } finally {
    session.forget("everything");
  }
}

/** Throws CommandError where the scripts have failed; the host has then taken back what they did. */
function checkBegun(part: PartOutput | undefined, changes: readonly Change[]): void {
  if (!part) throw new InternalError("the host's shell refused the script of a guarded change");
  if (part.exitCode === 0 || part.exitCode === null) return;
  const message = `${changes.map(changeTitle).join(", ")}: exit code ${part.exitCode}, so all of it was taken back`;
  throw new CommandError(message, { ...part, exitCode: part.exitCode });
}

/** Tries new connections until one works: in time it keeps the change, later it learns that it was taken back. */
async function confirm(guard: Guard, options: GuardedOptions): Promise<Applied> {
  const { sessions, machine, signal } = options;
  const end = performance.now() + guard.seconds * 1000 + recoveryMs;
  let hasSaid = false;
  for (;;) {
    try {
      const session = await sessions.renew(machine);
      return { session, output: await verdict(session, guard, options.reprobe) };
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      if (performance.now() > end) throw unreachable(error, guard);
      if (!hasSaid)
        options.say(`no new connection yet; after ${guard.seconds} s the host takes the change back`);
      hasSaid = true;
    }
    await sleep(pauseMs, undefined, { signal });
  }
}

async function verdict(
  session: HostSession,
  guard: Guard,
  reprobe: readonly Probe[],
): Promise<CommandOutput> {
  session.distrustAnswers();
  const mark = newMark();
  const seal = session.sealOf(mark);
  const parts = [guardPart(confirmGuardScript(guard), guard), ...probeParts(reprobe, seal)];
  const result = await session.shell.run(
    {
      kind: "apply",
      script: frameScript(parts, mark),
      timeoutMs: recoveryMs,
      stages: frameStages(parts, mark),
    },
    session.signal,
  );
  const outputs = splitFrame(result.stdout, result.stderr, mark);
  const { exitCode, stdout, stderr } = outputs.get(partName) ?? { ...result, exitCode: null };
  if (stdout.startsWith(guardVerdict.reverted)) throw reverted(stdout, guard);
  if (!stdout.startsWith(guardVerdict.confirmed)) {
    throw new CommandError("the host lost sight of a guarded change", {
      exitCode: exitCode ?? 255,
      stdout,
      stderr,
    });
  }
  session.learn(readAnswers(reprobe, outputs, seal), reprobe);
  return { exitCode: 0, stdout: stdout.slice(guardVerdict.confirmed.length + 1), stderr };
}

function reverted(stdout: string, { seconds }: Guard): RevertedError {
  const records = readUndoRecords(stdout).filter(
    ({ outcome }) => outcome !== "undone" && outcome !== "already",
  );
  const rest = records.map(({ title, message }) => `; but not ${title}: ${message}`).join("");
  return new RevertedError(
    `no new connection within ${seconds} s, so the host took the change back${rest}`,
    "look at what the change does to addresses, routes, the firewall or sshd; then run again",
  );
}

function unreachable({ host, message, hint }: ConnectionError, { seconds }: Guard): ConnectionError {
  return new ConnectionError(
    host,
    `after a guarded change, which the host was to take back after ${seconds} s: ${message}`,
    hint,
  );
}
