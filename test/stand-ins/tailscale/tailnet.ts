import { readFileSync } from "node:fs";
import { at, isFields, type Json, listAt, parseJson } from "../core/json.ts";

/** What plays the coordination server: {"keys": ["tskey-auth-good"], "keyDays": 180}. Without the file no key is good. */
export const tailnetFile = "/etc/lab-stand-ins/tailnet.json";

/** The answers of the coordination server. */
export interface Tailnet {
  readonly keys: readonly string[];
  /** Life of a node's key; null for no end. */
  readonly keyDays: number | null;
}

/** Reads what the test has said; asked anew for each login. */
export function readTailnet(): Tailnet {
  let file: Json = {};
  try {
    file = parseJson(readFileSync(tailnetFile, "utf8"));
  } catch {
    return { keys: [], keyDays: null };
  }
  const days = at(file, "keyDays");
  return {
    keys: isFields(file) ? listAt(file, "keys").map(String) : [],
    keyDays: typeof days === "number" ? days : null,
  };
}
