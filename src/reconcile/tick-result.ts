import type { HostRecap } from "../engine/event.ts";

/** What became of one host in a tick. "locked": another run works there, so this tick left it alone. */
export interface TickHost {
  readonly host: string;
  readonly outcome: "ok" | "failed" | "unreachable" | "locked";
  /** Why it failed; empty where it did not. */
  readonly message: string;
}

/** Whether what a playbook reads from a database could be read, and written back; null where it reads from none. */
export type DatabaseState = "ok" | "away" | null;

/** What one tick came to. */
export interface TickResult {
  /** "invalid": nothing ran, because files are wrong; "database": because rows could not be read; "bug": lab broke. */
  readonly kind: "ran" | "invalid" | "database" | "bug";
  /** Id of the run; null where nothing ran. */
  readonly run: string | null;
  readonly hosts: readonly TickHost[];
  /** Tasks that changed something, over all hosts. */
  readonly changed: number;
  readonly database: DatabaseState;
  /** Why nothing ran; empty where something did. */
  readonly message: string;
  readonly seconds: number;
}

/**
 * What a tick means to the next one. "skipped": all hosts were another run's; "partly": some hosts failed, or what came
 * of a host could not be written back; "failed": nothing was looked after.
 */
export type TickVerdict = "ok" | "skipped" | "partly" | "failed";

/** Judges a tick. A host that another run works on counts neither way. */
export function tickVerdict({ kind, hosts, database }: TickResult): TickVerdict {
  if (kind !== "ran") return "failed";
  const own = hosts.filter(({ outcome }) => outcome !== "locked");
  if (own.length === 0) return hosts.length > 0 ? "skipped" : "ok";
  const failed = own.filter(({ outcome }) => outcome !== "ok").length;
  if (failed === own.length) return "failed";
  return failed > 0 || database === "away" ? "partly" : "ok";
}

/** The hosts of a run, from the recap that ends it. */
export function tickHosts(recap: readonly HostRecap[]): TickHost[] {
  return recap.map(({ host, failure }) => {
    if (failure === null) return { host, outcome: "ok", message: "" };
    const outcome = failure.kind === "reverted" ? "failed" : failure.kind;
    const where = failure.task === null ? "" : `${failure.task}: `;
    return { host, outcome, message: `${where}${failure.message}` };
  });
}
