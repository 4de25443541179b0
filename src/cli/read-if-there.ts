import { readFileSync } from "node:fs";
import { InputError } from "../errors.ts";

/** The text of a file; null where there is none. Throws InputError where it cannot be read. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (reason === "ENOENT") return null;
    throw new InputError({ message: `${path} cannot be read: ${reason}` });
  }
}
