import type { Change } from "./change.ts";

/** A change in a few words: "writing /etc/hosts", "apt-get install chrony". Holds no secret. */
export function changeTitle(change: Change): string {
  if (change.kind === "run") return change.summary;
  return `${change.after.kind === "absent" ? "removing" : "writing"} ${change.path}`;
}
