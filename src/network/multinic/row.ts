import type { WantedInterface } from "./wanted-interface.ts";

/** A row of the table `multi_interface` that waits to be set up on one host. */
export interface PendingRow extends WantedInterface {
  readonly id: number;
}

/** What the task of a row is called; by it the row is found again when the task has ended. */
export function rowTaskName({ id, mac }: PendingRow): string {
  return `Set up ${mac} (row ${id})`;
}

/** What the task of a declared interface is called. */
export function interfaceTaskName({ mac }: WantedInterface): string {
  return `Set up ${mac}`;
}
