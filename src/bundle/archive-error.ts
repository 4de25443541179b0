import { InputError } from "../errors.ts";

/**
 * What to tell of an error that came up while an archive was read or unpacked: what is wrong with the archive `name`, or,
 * where the archive is not to blame, what could not be done (`undone`, such as "x.tar cannot be read") and why. Pure.
 */
export function archiveError(error: unknown, name: string, undone: string): InputError {
  if (error instanceof InputError) return error;
  const said = error instanceof Error ? error.message : String(error);
  if (!isDamage(error)) return new InputError({ message: `${undone}: ${said}` });
  return new InputError({ message: `${name} is not a tar archive that can be read: ${reasonOf(said)}` });
}

/** Errors of node-tar have a code of their own; TAR_ENTRY_ERROR is about the disk. */
function isDamage(error: unknown): boolean {
  return error instanceof Error && "tarCode" in error && error.tarCode !== "TAR_ENTRY_ERROR";
}

/** Node-tar 7.5 and zlib say what they miss at the end of an archive in words only. */
function reasonOf(said: string): string {
  if (/Truncated input|unexpected end of file/.test(said)) return "it is cut off";
  return /Unrecognized archive format/.test(said)
    ? "it is empty or cut off"
    : "it is damaged or something else";
}
