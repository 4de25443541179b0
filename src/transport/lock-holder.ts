/** What a host tells of the run that holds its lock; plain data, one line each. */
export interface LockHolder {
  readonly generation: number;
  readonly run: string;
  /** "alice@control (pid 123)" */
  readonly owner: string;
  readonly heldSeconds: number;
  /** Since its last sign of life. */
  readonly idleSeconds: number;
  /** Of the shell that took it: "busy" while a script of it runs. */
  readonly state: "alive" | "busy" | "gone";
}

/** Longer than a beat and its travel may take. */
const noteworthyIdleSeconds = 25;

/** Reads what `lab_tell` printed; null where nobody holds the lock. Pure; trusts nothing in it. */
export function parseHolder(output: string): LockHolder | null {
  const fields = new Map(
    output.split("\n").map((line) => {
      const space = line.indexOf(" ");
      return [line.slice(0, space), clean(line.slice(space + 1))];
    }),
  );
  const text = (key: string): string => fields.get(key) || "?";
  const number = (key: string): number => Math.max(0, Math.trunc(Number(fields.get(key))) || 0);
  const generation = number("generation");
  if (generation === 0) return null;
  const state = text("state");
  return {
    generation,
    run: text("run"),
    owner: text("owner"),
    heldSeconds: number("held"),
    idleSeconds: number("idle"),
    state: state === "alive" || state === "busy" ? state : "gone",
  };
}

/** "locked by run … of alice@control (pid 123), since 14:05:09 (3 min ago)", by the clock of this machine. Pure. */
export function describeHolder(
  { run, owner, heldSeconds, idleSeconds, state }: LockHolder,
  now: Date,
): string {
  const since = new Date(now.getTime() - heldSeconds * 1000).toTimeString().slice(0, 8);
  const silence = idleSeconds > noteworthyIdleSeconds ? `, silent for ${duration(idleSeconds)}` : "";
  const left = silence !== "" && state === "busy" ? "; its last script still runs" : "";
  return `locked by run ${run} of ${owner}, since ${since} (${duration(heldSeconds)} ago)${silence}${left}`;
}

/** One line of harmless characters, of a length that fits into a message. Pure. */
export function clean(text: string): string {
  return text.replace(/[^\p{L}\p{N} @._()+:,/-]/gu, "?").slice(0, 120);
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}
