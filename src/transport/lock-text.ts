import { beginMark, endMark } from "./frame-reader.ts";
import { type LockPaths, lockFunctions } from "./lock-functions.ts";
import { clean } from "./lock-holder.ts";
import type { LockClaim } from "./transport.ts";

/** What makes the persistent shell give a sign of life; it answers nothing. */
export const beatText = "lab_beat\n";

/** Precedes a frame that must not run without the lock. */
export const ifLocked = '[ -n "$lab_generation" ] && ';

/** `lab_take` ends with this when another run has the lock. */
export const heldByAnother = 75;

/**
 * The text that makes the persistent shell take the lock, and answer as a frame does: with 0, or the exit code and the output of
 * `lab_take`. It gives the lock back when it ends, however lab was lost, once the script that it runs has ended.
 */
export function lockText(nonce: string, claim: LockClaim, machine: string, paths?: LockPaths): string {
  const words = [claim.run, claim.token, machine, claim.owner].map((word) => `'${clean(word)}'`);
  const begin = `echo "${beginMark(nonce)}$$"`;
  const end = `echo "${endMark(nonce)}$lab_code"`;
  return `${lockFunctions(paths)}lab_said=$(lab_take ${words.join(" ")} </dev/null); lab_code=$?
lab_generation=
if [ "$lab_code" -eq 0 ]; then lab_generation=$lab_said; trap 'wait; lab_free' EXIT; fi
( ${begin}; ${begin} >&2; printf '%s\\n' "$lab_said"; ${end}; ${end} >&2 )
`;
}
