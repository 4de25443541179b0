import type { Position } from "../playbook/host-task.ts";

/** Below 0 when `a` comes before `b` in its play, above 0 when after. */
export function comparePositions(a: Position, b: Position): number {
  return a[0] - b[0] || a[1] - b[1];
}
