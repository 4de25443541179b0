import { existsSync } from "node:fs";
import { InputError } from "../errors.ts";
import type { LabSettings } from "./lab-file.ts";

/** The defaults of the flags. */
export interface Defaults {
  /** Empty where lab.yaml is missing or wrong. */
  readonly settings: LabSettings;
  /** What is wrong with lab.yaml; it concerns the commands that use the settings, and not --help. */
  readonly error: InputError | null;
}

const none: Defaults = { settings: {}, error: null };

/** Reads lab.yaml of the working directory, or the file that LAB_CONFIG names. Cost: nothing where there is none. */
export async function readDefaults(env: Readonly<Record<string, string | undefined>>): Promise<Defaults> {
  const file = env.LAB_CONFIG ?? ["lab.yaml", "lab.yml"].find((name) => existsSync(name)) ?? "";
  if (file === "") return none;
  const { readLabFile } = await import("./lab-file.ts");
  try {
    return { settings: readLabFile(file), error: null };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...none, error };
  }
}
