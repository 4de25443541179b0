import type { Location } from "../errors.ts";
import type { SourcedValue } from "../inventory/inventory.ts";
import type { ValueSchema } from "./value-schema.ts";

/** A value as written, which may hold templates, and where. */
export interface Written {
  readonly value: unknown;
  readonly location: Location;
}

/** A condition as written, and where. */
export interface Condition {
  readonly expression: string;
  readonly location: Location;
}

/** A handler that a task notifies, by its name or by what it listens to, and where the task says so. */
export interface Notification {
  readonly handler: string;
  readonly location: Location;
}

/** The rounds of a task: one per entry of a list. */
export interface Loop {
  /** A list, or a template of one. */
  readonly entries: unknown;
  /** The variable that holds the entry: "item". */
  readonly itemName: string;
  /** The variable that holds the number of the round, from 0; null where none is wanted. */
  readonly indexName: string | null;
  /** What is shown of an entry; a template. Null shows the entry itself. */
  readonly label: Written | null;
  /** Seconds between two rounds; a number or a template of one. */
  readonly pause: Written | null;
  readonly location: Location;
}

/** A task is run again until it comes to what is wanted. */
export interface Retry {
  /** All must hold; empty means until the task succeeds. */
  readonly until: readonly Condition[];
  /** How often it is tried again after the first time. */
  readonly retries: Written;
  /** Seconds before the first retry. */
  readonly delay: Written;
  /** Each pause is longer by this factor than the one before; at least 1. */
  readonly backoff: number;
}

/** A command that runs in the background of the host, beyond the end of the connection. */
export interface Async {
  /** Seconds after which it is ended. */
  readonly limit: Written;
  /** Seconds between two looks; 0 does not wait for it at all. */
  readonly poll: Written;
}

/** Whom a command runs as: root; the user who logged in (`become: false`); or one named by `become_user`. */
export type RunAs =
  /** `isSaid`: by the playbook. Where it says nothing, --become-user holds for commands. */
  | { readonly kind: "root"; readonly isSaid: boolean }
  | { readonly kind: "login"; readonly location: Location }
  | { readonly kind: "user"; readonly name: Written };

/** What plays, blocks and imports hand down to the tasks within them; the innermost that says something wins. */
export interface TaskSettings {
  readonly ignoreErrors: boolean;
  readonly ignoreUnreachable: boolean;
  /** A failure ends the play for all hosts. */
  readonly anyErrorsFatal: boolean;
  readonly noLog: boolean;
  /** Runs on the first host only, whose result all hosts share. */
  readonly runOnce: boolean;
  /** Largest number of hosts that run it at the same time; null for as many as --forks says. */
  readonly throttle: number | null;
  /** true: never more than a check; false: runs in a check as well; null: as the run. */
  readonly checkMode: boolean | null;
  /** Whether changes of files are shown; null: as --diff says. */
  readonly diff: boolean | null;
  /** Seconds after which the host takes its changes back unless lab reaches it anew; null where they cut nothing. */
  readonly guardSeconds: number | null;
  readonly runAs: RunAs;
  /** The host that it acts on instead: a name, a template of one, "localhost". */
  readonly delegateTo: Written | null;
  /** Mappings, or templates of them; later ones win. */
  readonly environment: readonly Written[];
  /** Seconds. */
  readonly timeout: Written | null;
}

/** A task of a playbook; valid, templates not rendered yet. */
export interface CompiledTask extends TaskSettings {
  readonly kind: "task";
  /** Its number in the play, counted in the order of the file, from 0. */
  readonly position: number;
  /** As written, and may then hold templates; else made of the module and its subject. */
  readonly name: string;
  readonly nameLocation: Location;
  readonly module: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Where each argument is written. */
  readonly places: Readonly<Record<string, Location>>;
  /** Those of the blocks and imports around it come first. */
  readonly when: readonly Condition[];
  readonly register: string | null;
  readonly notify: readonly Notification[];
  readonly tags: readonly string[];
  /** Null when the task runs once. */
  readonly loop: Loop | null;
  /** Its own and those of the blocks and imports around it; without those that -e overrides. */
  readonly vars: Readonly<Record<string, SourcedValue>>;
  /** Null leaves it to the task; else all must hold for it to count as changed, or as failed. */
  readonly changedWhen: readonly Condition[] | null;
  readonly failedWhen: readonly Condition[] | null;
  readonly retry: Retry | null;
  readonly async: Async | null;
  readonly location: Location;
}

/** A role in a playbook, with its arguments as written. */
export interface CompiledRole extends TaskSettings {
  readonly kind: "role";
  readonly position: number;
  readonly role: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Where each argument is written. */
  readonly places: Readonly<Record<string, Location>>;
  readonly when: readonly Condition[];
  readonly tags: readonly string[];
  /** Of the blocks and imports around it. */
  readonly vars: Readonly<Record<string, SourcedValue>>;
  readonly location: Location;
}

/** Steps with what is to happen when one of them fails, and what happens in any case. */
export interface CompiledBlock {
  readonly kind: "block";
  readonly position: number;
  readonly steps: readonly CompiledStep[];
  readonly rescue: readonly CompiledStep[];
  readonly always: readonly CompiledStep[];
  /** What the steps have changed is taken back when one of them fails, before the rescue. */
  readonly rollback: boolean;
  readonly location: Location;
}

/** An order to lab itself. */
export interface CompiledMeta {
  readonly kind: "meta";
  readonly position: number;
  /** "noop" does nothing; a rescue of it lets a failure pass. */
  readonly action: "flush_handlers" | "end_host" | "end_play" | "noop";
  readonly when: readonly Condition[];
  readonly tags: readonly string[];
  readonly vars: Readonly<Record<string, SourcedValue>>;
  readonly location: Location;
}

/** One entry of a play's list of steps. */
export type CompiledStep = CompiledTask | CompiledRole | CompiledBlock | CompiledMeta;

/** A task that runs once at the end of the play, or where handlers are flushed, when it was notified. */
export interface CompiledHandler extends CompiledTask {
  /** Further names by which tasks notify it. */
  readonly listen: readonly string[];
}

/** A variable that a task sets: `register`, `set_fact`. */
export interface ResultVariable {
  /** Name of the task. */
  readonly task: string;
  readonly schema: ValueSchema;
}

/** How many hosts a batch has: a number, or a share of all hosts of the play in percent. */
export type BatchSize =
  | { readonly kind: "hosts"; readonly count: number }
  | { readonly kind: "percent"; readonly percent: number };

/** The order in which the hosts of a play begin. */
export type HostOrder = "inventory" | "reverse_inventory" | "sorted" | "reverse_sorted" | "shuffle";

/** One play, as plain serialisable data. */
export interface CompiledPlay {
  readonly name: string;
  /** The file that it stands in; what its tasks name is searched from there. */
  readonly file: string;
  /** Inventory names, after the host pattern and --limit; in the order of the inventory. */
  readonly hosts: readonly string[];
  /** vars, then vars_files, then answers to prompts, then -e: later ones win, and keep what they shadow. */
  readonly vars: Readonly<Record<string, SourcedValue>>;
  /** Variables that a prompt asks for and that have no answer yet (`lab validate`). */
  readonly unanswered: readonly string[];
  readonly tags: readonly string[];
  /** pre_tasks, roles, tasks and post_tasks, in this order. */
  readonly steps: readonly CompiledStep[];
  readonly handlers: readonly CompiledHandler[];
  /** Variables that tasks set; those of earlier plays included. */
  readonly results: Readonly<Record<string, ResultVariable>>;
  /** The last one holds for all further batches; empty for one batch of all hosts. */
  readonly serial: readonly BatchSize[];
  /** The play ends when more hosts than this share have failed or are unreachable; null for no limit. */
  readonly maxFailPercentage: number | null;
  readonly order: HostOrder;
  /** Every task waits until the one before is done on all hosts. */
  readonly isLockstep: boolean;
  /** An unreachable host counts as no failure, and is tried again in the next play. */
  readonly ignoreUnreachable: boolean;
  readonly anyErrorsFatal: boolean;
  /** What the play has changed on a host is taken back when it fails there. */
  readonly rollback: boolean;
  /** When it fails on a host, all that the run has changed is taken back, on all hosts, and the run ends. */
  readonly rollsBackRun: boolean;
  readonly location: Location;
}

/** A question of `vars_prompt`. */
export interface Prompt {
  readonly name: string;
  readonly text: string;
  /** What is typed is not shown, and redacted wherever it would appear. */
  readonly isPrivate: boolean;
  readonly default: string | null;
  /** It is asked for twice. */
  readonly confirm: boolean;
  readonly location: Location;
}

/** What a playbook file says, valid for this inventory and these flags. */
export interface CompiledPlaybook {
  readonly file: string;
  /** Those of imported playbooks stand where they are imported. */
  readonly plays: readonly CompiledPlay[];
  /** Questions without an answer yet; each name once. */
  readonly prompts: readonly Prompt[];
}

/** The tasks, roles and orders among steps, those within blocks included, in the order of the file. */
export function leavesOf(steps: readonly CompiledStep[]): Exclude<CompiledStep, CompiledBlock>[] {
  return steps.flatMap((step) =>
    step.kind === "block" ? leavesOf([...step.steps, ...step.rescue, ...step.always]) : [step],
  );
}
