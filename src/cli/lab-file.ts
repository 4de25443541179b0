import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import type { XStatic } from "typebox/schema";
import { InputError } from "../errors.ts";
import { checkSchema, conforms } from "../input/check-schema.ts";
import { parseYamlFile, type YamlFile } from "../input/yaml-file.ts";

const path = { type: "string", minLength: 1 } as const;

/** The form of lab.yaml, as JSON Schema. */
export const labFileSchema = {
  type: "object",
  title: "lab.yaml",
  description: "Defaults of lab's flags in this folder. A flag on the command line wins.",
  properties: {
    inventory: { ...path, description: "clusters.json to use (-i); relative to lab.yaml." },
    playbooks: {
      ...path,
      description: "Folder of the playbooks that are called by name; relative to lab.yaml.",
    },
    forks: { type: "integer", minimum: 1, description: "Largest number of hosts at work at the same time." },
    user: {
      type: "string",
      minLength: 1,
      description: "Log in as this user (-u), whatever the inventory says.",
    },
    key: { ...path, description: "Log in with this private key (--key); relative to lab.yaml." },
    timeout: { type: "integer", minimum: 1, description: "Seconds until a host counts as unreachable (-T)." },
    become_user: {
      type: "string",
      minLength: 1,
      description: "Whom commands run as where the playbook names nobody (--become-user).",
    },
    diff: { type: "boolean", description: "Show what changes in files (--diff)." },
    keep_runs: {
      type: "integer",
      minimum: 1,
      description: "Number of runs whose records are kept in .lab/runs. Default: 100.",
    },
    vault_key: { ...path, description: "Key file that opens what is encrypted; relative to lab.yaml." },
    vault_recipients: {
      type: "array",
      description: "Whom lab vault encrypts for: public keys, age1…; the own key's where it is not given.",
      minItems: 1,
      items: {
        type: "string",
        pattern: "^age1[0-9a-z]+$",
        errorMessage: "must be a recipient: age1…, as lab vault keygen prints it",
      },
    },
    strict: {
      type: "boolean",
      description: "Refuse files that hold secrets in plain text and that others can read (--strict).",
    },
    output: { enum: ["auto", "plain", "json"], description: "How a run is shown (--output)." },
  },
  additionalProperties: false,
} as const;

/** What lab.yaml says; paths as they are seen from the working directory. */
export type LabSettings = XStatic<typeof labFileSchema>;

/** Reads lab.yaml. Throws InputError with every mistake. */
export function readLabFile(file: string): LabSettings {
  return labSettings(parseYamlFile(file, textOf(file)));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new InputError({ message: `the file "${file}" cannot be read`, hint: "check LAB_CONFIG" });
  }
}

function labSettings(source: YamlFile): LabSettings {
  const settings = source.data ?? {};
  if (!conforms(labFileSchema, settings)) {
    throw new InputError(checkSchema(labFileSchema, settings, source, [], "lab.yaml"));
  }
  const seen = { ...settings };
  for (const key of ["inventory", "playbooks", "key", "vault_key"] as const) {
    const written = settings[key];
    if (written !== undefined) seen[key] = fromFile(source.file, written);
  }
  return seen;
}

function fromFile(file: string, written: string): string {
  if (written === "~" || written.startsWith("~/")) return join(homedir(), written.slice(1));
  return relative(process.cwd(), resolve(dirname(file), written)) || ".";
}
