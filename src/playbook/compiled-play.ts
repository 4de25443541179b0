import type { Location } from "../errors.ts";
import type { SourcedValue } from "../inventory/inventory.ts";

/** A condition as written, and where. */
export interface Condition {
  readonly expression: string;
  readonly location: Location;
}

/** A handler that a task notifies, by its name, and where the task says so. */
export interface Notification {
  readonly handler: string;
  readonly location: Location;
}

/** A list, or a template of one, and where it is written. */
export interface Loop {
  readonly entries: unknown;
  readonly location: Location;
}

/** A task of a playbook; valid, templates not rendered yet. */
export interface CompiledTask {
  readonly kind: "task";
  /** As written, and may then hold templates; else made of the module and its subject. */
  readonly name: string;
  readonly nameLocation: Location;
  readonly module: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Where each argument is written. */
  readonly places: Readonly<Record<string, Location>>;
  readonly when: readonly Condition[];
  readonly register: string | null;
  readonly notify: readonly Notification[];
  readonly tags: readonly string[];
  /** Null when the task runs once. */
  readonly loop: Loop | null;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly ignoreErrors: boolean;
  readonly noLog: boolean;
  readonly location: Location;
}

/** A role in a playbook, with its arguments as written. */
export interface CompiledRole {
  readonly kind: "role";
  readonly role: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Where each argument is written. */
  readonly places: Readonly<Record<string, Location>>;
  readonly when: readonly Condition[];
  readonly tags: readonly string[];
  readonly location: Location;
}

/** One play, as plain serialisable data. */
export interface CompiledPlay {
  readonly name: string;
  /** Inventory names, after the host pattern and --limit; in the order of the inventory. */
  readonly hosts: readonly string[];
  readonly vars: Readonly<Record<string, SourcedValue>>;
  readonly tags: readonly string[];
  /** pre_tasks, roles, tasks and post_tasks, in this order. */
  readonly steps: readonly (CompiledTask | CompiledRole)[];
  readonly handlers: readonly CompiledTask[];
  /** Result variable to the task that sets it; those of earlier plays included. */
  readonly registers: Readonly<Record<string, string>>;
  readonly location: Location;
}

/** What a playbook file says, valid for this inventory and these flags. */
export interface CompiledPlaybook {
  readonly file: string;
  readonly plays: readonly CompiledPlay[];
}
