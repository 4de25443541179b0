import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { RunEvent } from "../../../src/engine/event.ts";
import { createRedactor } from "../../../src/engine/redact.ts";
import { newRunId } from "../../../src/engine/run-id.ts";
import { RunNotes } from "../../../src/engine/run-notes.ts";
import type { ReadyPlay } from "../../../src/engine/run-play.ts";
import { type RunOptions, runPlaybook } from "../../../src/engine/run-playbook.ts";
import type { HostPlay } from "../../../src/playbook/host-task.ts";
import { LocalShell } from "./local-shell.ts";

/** Where the journals of these runs are kept. */
export const journals = mkdtempSync(join(tmpdir(), "lab-journals-"));
afterAll(() => rmSync(journals, { recursive: true, force: true }));

/** A play without any strategy, for hosts that all do what `of` says. */
export function readyPlay(
  name: string,
  hosts: readonly string[],
  of: (host: string) => HostPlay,
  rest: Partial<ReadyPlay> = {},
): ReadyPlay {
  return {
    name,
    order: "inventory",
    serial: [],
    maxFailPercentage: null,
    isLockstep: false,
    ignoreUnreachable: false,
    anyErrorsFatal: false,
    rollsBackRun: false,
    hosts: hosts.map((host) => ({ host, play: () => ({ ...of(host), host }) })),
    ...rest,
  };
}

/** Runs plays with shells of this machine; `frames` counts those of all hosts. */
export async function playLocally(plays: readonly ReadyPlay[], options: Partial<RunOptions> = {}) {
  const events: RunEvent[] = [];
  const shells: LocalShell[] = [];
  const outcome = await runPlaybook({
    run: newRunId(),
    resumes: null,
    playbook: "site.yaml",
    plays,
    targets: new Map(),
    transport: {
      open: (_target, { readOnly }) => {
        const shell = new LocalShell({ readOnly });
        shells.push(shell);
        return Promise.resolve(shell);
      },
    },
    rollsBack: false,
    notes: new RunNotes(() => {}),
    journals,
    lock: { owner: "alice@control (pid 1)", waitMs: 0, hasEnded: () => false },
    forks: 64,
    check: false,
    confirm: null,
    warnings: [],
    signal: new AbortController().signal,
    redactor: createRedactor(),
    emit: (event) => events.push(event),
    ...options,
  });
  const recap = Object.fromEntries(
    events.flatMap((event) => (event.kind === "run-end" ? event.recap : [])).map((host) => [host.host, host]),
  );
  return {
    ...outcome,
    events,
    recap,
    told: events.flatMap((event) => (event.kind === "task-end" ? [told(event)] : [])),
    lines: events.flatMap((event) => (event.kind === "output" ? [event.line] : [])),
    frames: shells.reduce((sum, shell) => sum + shell.frames, 0),
  };
}

function told({ handler, task, outcome, message }: RunEvent & { kind: "task-end" }): string {
  return `${handler ? "handler " : ""}${task}: ${outcome}${message === "" ? "" : `, ${message}`}`;
}
