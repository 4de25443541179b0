import { isMapping } from "../input/mapping.ts";

/** The result of a command that a run has carried out and that another one need not repeat. */
export interface DoneAct {
  /** Of the task: `taskKey`. */
  readonly task: string;
  /** Id of its resource: "command make-database". */
  readonly resource: string;
  readonly registered: unknown;
  readonly defined: Readonly<Record<string, unknown>>;
  /** How much the host had changed by then; what is taken back down to less than that counts as not done. */
  readonly made: number;
}

/** A handler that is to run. */
export interface PendingHandler {
  readonly handler: string;
  readonly made: number;
}

/** What is to be known of one host in one play in order to go on with it. */
export interface HostProgress {
  /** Tasks that the run set out to change and did not end. */
  readonly announced: readonly string[];
  readonly acts: readonly DoneAct[];
  readonly pending: readonly PendingHandler[];
}

/** What a run notes about a host in a play, in order; plain data, one line each. */
export type Note = {
  readonly host: string;
  readonly play: string;
} /** What an earlier run, which this one goes on with, has left. */ & (
  | ({ readonly kind: "carried" } & HostProgress)
  | { readonly kind: "announced"; readonly tasks: readonly string[] }
  /** A task that was not announced is about to change something. */
  | { readonly kind: "begin"; readonly task: string }
  | {
      readonly kind: "end";
      readonly task: string;
      /** Handlers that are to run. */
      readonly notified: readonly string[];
      readonly act: Pick<DoneAct, "resource" | "registered" | "defined"> | null;
      readonly made: number;
    }
  | { readonly kind: "handled"; readonly handler: string }
  /** The host has taken back what it had changed beyond `made`. */
  | { readonly kind: "undone"; readonly made: number }
);

const kinds: ReadonlySet<unknown> = new Set(["carried", "announced", "begin", "end", "handled", "undone"]);

/** Whether an entry that was read is a note; the format of the record says what is in one. */
export function isNote(entry: unknown): entry is Note {
  return (
    isMapping(entry) &&
    kinds.has(entry.kind) &&
    typeof entry.host === "string" &&
    typeof entry.play === "string"
  );
}

/** What a host in a play has come to after a note. Pure. */
export function advance(progress: HostProgress, note: Note): HostProgress {
  const { announced, acts, pending } = progress;
  switch (note.kind) {
    case "carried":
      return note;
    case "announced":
      return { ...progress, announced: [...announced, ...note.tasks] };
    case "begin":
      return { ...progress, announced: [...announced, note.task] };
    case "end": {
      const { task, notified, act, made } = note;
      const fresh = notified.map((handler) => ({ handler, made }));
      return {
        announced: without(announced, task),
        acts: act === null ? acts : [...acts, { task, ...act, made }],
        pending: [...pending, ...fresh],
      };
    }
    case "handled":
      return { ...progress, pending: pending.filter(({ handler }) => handler !== note.handler) };
    case "undone":
      return {
        ...progress,
        acts: acts.filter(({ made }) => made <= note.made),
        pending: pending.filter(({ made }) => made <= note.made),
      };
  }
}

/** Before anything is noted. */
export const noProgress: HostProgress = { announced: [], acts: [], pending: [] };

function without(list: readonly string[], one: string): string[] {
  const index = list.indexOf(one);
  return list.filter((_, at) => at !== index);
}
