import type { RunEvent } from "../engine/event.ts";

/** "Upgrade the workers (batch 2 of 5)". */
export function playLabel({ play, batch }: RunEvent & { kind: "play-start" }): string {
  return batch.of === 1 ? play : `${play} (batch ${batch.number} of ${batch.of})`;
}
