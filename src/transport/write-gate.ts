import { InternalError } from "../errors.ts";
import type { Frame } from "./transport.ts";

/** Stands before every frame and upload of a shell. */
export interface WriteGate {
  /** Throws InternalError for all but a probe where the shell is read-only. */
  passFrame(frame: Frame): void;
  /** Throws InternalError where the shell is read-only. */
  passUpload(): void;
}

/** The gate of a shell on `host`, which errors name. */
export function writeGate(host: string, readOnly: boolean): WriteGate {
  const pass = (writes: boolean, what: string): void => {
    if (readOnly && writes) throw new InternalError(`asked to ${what} on ${host}, whose shell is read-only`);
  };
  return {
    passFrame: ({ kind }) => pass(kind !== "probe", "run an apply frame"),
    passUpload: () => pass(true, "upload a file"),
  };
}
