import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** What the user says about the vault key, beside the places where it is looked for. */
export interface KeySettings {
  /** Of --vault-key. */
  readonly flag?: string;
  /** `vault_key` of lab.yaml. */
  readonly setting?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where the vault key is: in a file that somebody names, or that is there; or in a variable of the environment. */
export type KeyPlace =
  | { readonly kind: "file"; readonly path: string; readonly namedBy: string | null }
  | { readonly kind: "text"; readonly text: string };

/** The key file of a project, which keygen writes. */
export const projectKey = ".lab/vault.key";

/** Name of the variable that holds the key itself. */
export const keyVariable = "LAB_VAULT_KEY";

/** The first place that has a key, or is said to; null where there is none. */
export function keyPlace({ flag, setting, env }: KeySettings): KeyPlace | null {
  if (flag !== undefined) return { kind: "file", path: flag, namedBy: "--vault-key" };
  const { LAB_VAULT_KEY_FILE: file = "", [keyVariable]: text = "" } = env;
  if (file !== "") return { kind: "file", path: file, namedBy: "LAB_VAULT_KEY_FILE" };
  if (text !== "") return { kind: "text", text };
  if (setting !== undefined) return { kind: "file", path: setting, namedBy: "vault_key of lab.yaml" };
  const path = [projectKey, join(homedir(), ".config/lab/vault.key")].find((one) => existsSync(one));
  return path === undefined ? null : { kind: "file", path, namedBy: null };
}
