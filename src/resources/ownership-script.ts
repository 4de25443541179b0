import type { Ownership } from "./change.ts";
import { shQuote } from "./sh-quote.ts";

/** sh that gives the word `at` its owner and mode, or exits with 1. chown first: it clears setuid and setgid. */
export function ownershipScript(kind: "file" | "directory", ownership: Ownership, at: string): string[] {
  return [
    `chown ${shQuote(`${ownership.owner}:${ownership.group}`)} ${at} || exit 1`,
    chmod(kind, ownership.mode, at),
  ];
}

/** As `ownershipScript`, but touches only what differs from `before`. */
export function ownershipDifference(
  kind: "file" | "directory",
  before: Ownership,
  after: Ownership,
  at: string,
): string[] {
  const [chown = "", chmodAll = ""] = ownershipScript(kind, after, at);
  const moved = before.owner !== after.owner || before.group !== after.group;
  const special = !after.mode.startsWith("0");
  return [...(moved ? [chown] : []), ...(before.mode !== after.mode || (moved && special) ? [chmodAll] : [])];
}

/** GNU chmod clears the setuid and setgid bits of a directory only for a mode of five digits. */
function chmod(kind: "file" | "directory", mode: string, at: string): string {
  return `chmod ${kind === "directory" ? mode.padStart(5, "0") : mode} ${at} || exit 1`;
}
