import { CommandError, InternalError } from "../errors.ts";
import { pathChangeScript } from "../resources/apply-path.ts";
import type { Change } from "../resources/change.ts";
import type { Probe } from "../resources/probe.ts";
import type { CommandOutput } from "../resources/resource.ts";
import type { FrameResult } from "../transport/transport.ts";
import { newMark, probeParts, readAnswers } from "./answers.ts";
import { type FramePart, frameScript, type PartOutput, partLines, splitFrame } from "./frame-script.ts";
import { type HostSession, probeTimeoutMs } from "./host-session.ts";

/** What an apply does beside the changes themselves. */
export interface ApplyOptions {
  /** What is asked anew in the same frame once the changes are made. */
  readonly reprobe: readonly Probe[];
  /** A non-zero exit code is a result instead of a failure (command, shell). */
  readonly capturesOutput: boolean;
  readonly onLine: (line: string, stream: "stdout" | "stderr") => void;
}

/** Time limit of one path change, above the limits of the commands beside it. */
const pathTimeoutMs = 60_000;

/**
 * Makes changes and asks anew for what they may have altered; afterwards the session knows only that.
 * Cost: one round trip, and an upload for each large file. Throws CommandError when a change fails or takes too long.
 */
export async function applyChanges(
  session: HostSession,
  changes: readonly Change[],
  options: ApplyOptions,
): Promise<CommandOutput> {
  const uploads = await uploadContents(session, changes);
  const mark = newMark();
  const parts: FramePart[] = changes.map((change, index) => ({
    name: partName(index),
    script: scriptOf(change, uploads.get(change)),
    mustSucceed: !options.capturesOutput,
  }));
  const limits = changes.map((change) => (change.kind === "run" ? change.timeoutMs : pathTimeoutMs));
  const pass = (stream: "stdout" | "stderr"): ((line: string) => void) =>
    partLines(mark, (line, part) => {
      if (part.startsWith(changePart)) options.onLine(line, stream);
    });
  const lines = { stdout: pass("stdout"), stderr: pass("stderr") };
  const result = await session.shell.run(
    {
      kind: "apply",
      script: frameScript([...parts, ...probeParts(options.reprobe)], mark),
      timeoutMs: limits.reduce((sum, limit) => sum + limit, probeTimeoutMs),
      onLine: (line, stream) => lines[stream](line),
    },
    session.signal,
  );
  const outputs = splitFrame(result.stdout, result.stderr, mark);
  const output = outputOf(changes, outputs, result, options.capturesOutput);
  session.forget(readAnswers(options.reprobe, outputs));
  return output;
}

const changePart = "change ";

function partName(index: number): string {
  return `${changePart}${index}`;
}

function scriptOf(change: Change, uploadedPath: string | undefined): string {
  return change.kind === "path" ? pathChangeScript(change, uploadedPath) : change.script;
}

async function uploadContents(
  session: HostSession,
  changes: readonly Change[],
): Promise<Map<Change, string>> {
  const uploads = new Map<Change, string>();
  for (const change of changes) {
    if (change.kind !== "path" || change.after.kind !== "file") continue;
    const content = change.after.content;
    if (content?.kind !== "upload") continue;
    uploads.set(change, await session.shell.upload(content.localPath, session.signal));
  }
  return uploads;
}

/** The output of the last change that ran. Throws CommandError for the first that failed. */
function outputOf(
  changes: readonly Change[],
  outputs: ReadonlyMap<string, PartOutput>,
  frame: FrameResult,
  capturesOutput: boolean,
): CommandOutput {
  let last: CommandOutput = { exitCode: 0, stdout: "", stderr: "" };
  for (const [index, change] of changes.entries()) {
    const part = outputs.get(partName(index));
    const title = change.kind === "path" ? `writing ${change.path}` : change.summary;
    if (!part) throw broken(title, frame);
    last = { exitCode: part.exitCode ?? frame.exitCode, stdout: part.stdout, stderr: part.stderr };
    if (part.exitCode === null) throw new CommandError(endedEarly(title, frame), last);
    if (part.exitCode !== 0 && !capturesOutput) {
      throw new CommandError(`${title}: exit code ${part.exitCode}`, last);
    }
  }
  return last;
}

function endedEarly(title: string, frame: FrameResult): string {
  return frame.timedOut ? `${title}: ended after its time limit` : `${title}: ended before it was done`;
}

/** A frame without any part did not even parse. */
function broken(title: string, frame: FrameResult): Error {
  if (frame.timedOut) return new CommandError(endedEarly(title, frame), frame);
  return new InternalError(`${title}: the host's shell refused the script: ${frame.stderr.trim()}`);
}
