import { CommandError, InternalError } from "../errors.ts";
import { pathChangeScript } from "../resources/apply-path.ts";
import type { Change } from "../resources/change.ts";
import { changeTitle } from "../resources/change-title.ts";
import type { Probe } from "../resources/probe.ts";
import type { CommandOutput } from "../resources/resource.ts";
import { shQuote } from "../resources/sh-quote.ts";
import type { FrameResult } from "../transport/transport.ts";
import { newMark, probeParts, probeTimeoutMs, readAnswers } from "./answers.ts";
import { type Borrow, type ChangeInputs, inputsOf, noInputs } from "./change-inputs.ts";
import {
  type FramePart,
  frameScript,
  frameStages,
  type PartOutput,
  partLines,
  splitFrame,
} from "./frame-script.ts";
import type { HostSession, Reach } from "./host-session.ts";
import { knownCause } from "./known-cause.ts";
import type { KeptChanges } from "./run-journal.ts";

/** What the playbook says of the scripts of a task. */
export interface ScriptSurroundings {
  /** Environment variables of the commands that run. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of each change; null leaves it to the change. */
  readonly timeoutMs: number | null;
  /** Null for changes that need no loan. */
  readonly borrow: Borrow | null;
}

/** What an apply does beside the changes themselves. */
export interface ApplyOptions extends ScriptSurroundings {
  /** What is asked anew in the same frame once the changes are made. */
  readonly reprobe: readonly Probe[];
  /** What is asked as well, as far as the changes may have made the answers stale. */
  readonly later: readonly Probe[];
  /** A non-zero exit code is a result instead of a failure (command, shell). */
  readonly capturesOutput: boolean;
  /** "probe" for a command that only reads, in check mode. */
  readonly kind: "apply" | "probe";
  /** Writes the changes to the journal of the machine before they are made; null for what only reads or waits. */
  readonly keep: ((changes: readonly Change[]) => KeptChanges) | null;
  readonly onLine: (line: string, stream: "stdout" | "stderr") => void;
}

/** Time limit of one path change. */
const pathTimeoutMs = 60_000;

const journalName = "journal";
/** Time that a host has to copy what is about to change. */
const journalTimeoutMs = 120_000;

/** What is kept of each stream of a command. */
const outputLimitBytes = 1024 * 1024;

/**
 * Makes changes and asks anew for what they may have altered; afterwards the session knows only that.
 * Cost: one round trip, and an upload for each large file. Throws CommandError when a change fails or takes too long.
 */
export async function applyChanges(
  session: HostSession,
  changes: readonly Change[],
  options: ApplyOptions,
): Promise<CommandOutput> {
  const inputs = await inputsOf(session, changes, options.borrow);
  const mark = newMark();
  if (options.capturesOutput) session.distrustAnswers();
  const seal = session.sealOf(mark);
  const kept = options.keep?.(changes) ?? null;
  const applying = changes.map(
    (change, index): FramePart => ({
      name: partName(index),
      script: scriptOf(change, inputs[index], options.environment, kept?.entryOf(index) ?? null),
      mustSucceed: !options.capturesOutput,
      timeoutMs: timeoutOf(change, options),
      outputLimitBytes,
    }),
  );
  const reach = options.kind === "probe" ? "machine" : reachOf(changes);
  const asked = [...options.reprobe, ...session.staleAfter(reach, options.later)];
  const parts = [...(kept ? [journalPart(kept)] : []), ...applying, ...probeParts(asked, seal)];
  const pass = (stream: "stdout" | "stderr"): ((line: string) => void) =>
    partLines(mark, (line, part) => {
      if (part.startsWith(changePart)) options.onLine(line, stream);
    });
  const lines = { stdout: pass("stdout"), stderr: pass("stderr") };
  const result = await session.shell.run(
    {
      kind: options.kind,
      script: frameScript(parts, mark),
      timeoutMs: probeTimeoutMs,
      stages: frameStages(parts, mark),
      onLine: (line, stream) => lines[stream](line),
    },
    session.signal,
  );
  session.forget(reach);
  const outputs = splitFrame(result.stdout, result.stderr, mark);
  if (kept) checkKept(kept, outputs);
  const output = outputOf(changes, outputs, result, options);
  session.learn(readAnswers(asked, outputs, seal), asked);
  return output;
}

/** Files by which a host's kubelet runs and its programs find a cluster; and those programs. */
const sharedFiles =
  /^\/etc\/(kubernetes\/|hosts$|resolv\.conf$)|^\/var\/lib\/(kubelet|etcd)\/|\/(kubectl|helm)$/;

function reachOf(changes: readonly Change[]): Reach {
  const isOwn = (change: Change): boolean =>
    change.kind === "run" ? change.isLocal === true : !sharedFiles.test(change.path);
  return changes.every(isOwn) ? "own" : "everything";
}

const changePart = "change ";

function partName(index: number): string {
  return `${changePart}${index}`;
}

/** The script of one change. `entry` is the line that names its journal entry; null where none is kept. */
export function scriptOf(
  change: Change,
  { uploadedPath, variables }: ChangeInputs = noInputs,
  environment: ScriptSurroundings["environment"],
  entry: string | null,
): string {
  if (change.kind === "path") return pathChangeScript(change, uploadedPath);
  const journal = entry !== null && change.undo !== undefined ? [entry] : [];
  return [...environmentLines(environment), ...journal, ...variables, change.script].join("\n");
}

/** The part of a frame that writes the journal, before anything is changed. */
export function journalPart({ script }: KeptChanges): FramePart {
  return { name: journalName, script, mustSucceed: true, timeoutMs: journalTimeoutMs, outputLimitBytes };
}

/** Throws CommandError where the host could not keep what is about to change; then it has changed nothing. */
export function checkKept(kept: KeptChanges, outputs: ReadonlyMap<string, PartOutput>): void {
  const part = outputs.get(journalName);
  if (!part) return;
  if (part.exitCode === 0) {
    kept.onKept();
    return;
  }
  const output = { ...part, exitCode: part.exitCode ?? 255 };
  const why = knownCause(part.stderr);
  const message = "nothing was changed: the host could not keep what is there now";
  throw new CommandError(why ? `${message}: ${why.message}` : message, output);
}

/** sh that sets environment variables for what follows. */
export function environmentLines(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([name, value]) => `export ${name}=${shQuote(value)}`);
}

type Limit = Pick<ScriptSurroundings, "timeoutMs">;

/** Time limit of a change, in ms. */
export function timeoutOf(change: Change, { timeoutMs }: Limit): number {
  return timeoutMs ?? (change.kind === "run" ? change.timeoutMs : pathTimeoutMs);
}

/** The output of the last change that ran. Throws CommandError for the first that failed. */
function outputOf(
  changes: readonly Change[],
  outputs: ReadonlyMap<string, PartOutput>,
  frame: FrameResult,
  options: ApplyOptions,
): CommandOutput {
  let last: CommandOutput = { exitCode: 0, stdout: "", stderr: "" };
  for (const [index, change] of changes.entries()) {
    const part = outputs.get(partName(index));
    if (!part) throw broken(change, frame, options);
    const title = changeTitle(change);
    last = { exitCode: part.exitCode ?? frame.exitCode, stdout: part.stdout, stderr: part.stderr };
    if (part.exitCode === null) throw new CommandError(endedEarly(change, frame, options), last);
    if (part.exitCode !== 0 && !options.capturesOutput) {
      const why = knownCause(part.stderr)?.message ?? `exit code ${part.exitCode}`;
      throw new CommandError(`${title}: ${why}`, last);
    }
  }
  return last;
}

function endedEarly(change: Change, frame: FrameResult, limit: Limit): string {
  const why = frame.timedOut
    ? `it took longer than ${timeoutOf(change, limit) / 1000} s and was ended`
    : "it was ended before it was done";
  return `${changeTitle(change)}: ${why}`;
}

/** A frame without any part did not even parse. */
function broken(change: Change, frame: FrameResult, limit: Limit): Error {
  if (frame.timedOut) return new CommandError(endedEarly(change, frame, limit), frame);
  return new InternalError(
    `${changeTitle(change)}: the host's shell refused the script: ${frame.stderr.trim()}`,
  );
}
