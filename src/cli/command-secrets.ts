import { ProjectSecrets } from "../vault/project-secrets.ts";
import { askOnTerminal } from "./ask-on-terminal.ts";
import { given } from "./option-values.ts";
import { processRedactor } from "./process-redactor.ts";
import { takeEnvironment } from "./take-environment.ts";

/** Where flags and lab.yaml say that the vault key is. */
export interface VaultKeyFlags {
  /** Of --vault-key. */
  readonly vaultKey?: string;
  /** Of lab.yaml, which comes after the environment. */
  readonly vaultKeySetting?: string;
}

/** What is said of the vault key, by flags, lab.yaml and the environment. */
export function keySettings({ vaultKey: flag, vaultKeySetting: setting }: VaultKeyFlags) {
  return { ...given({ flag, setting }), env: takeEnvironment() };
}

/**
 * The secrets of one command. Where structure is enough, because nothing is run, those that are not to be had stay
 * closed. Cost: nothing until a secret is met.
 */
export function commandSecrets(flags: VaultKeyFlags, isStructureEnough: boolean): ProjectSecrets {
  return new ProjectSecrets({
    key: keySettings(flags),
    isStructureEnough,
    ask: askForPassphrase,
    hide: (text) => processRedactor.add(text),
  });
}

/** Asks for the passphrase of a key file; null where there is no terminal. */
export const askForPassphrase = process.stdin.isTTY
  ? (file: string) => askOnTerminal({ text: `passphrase of ${file}`, isHidden: true })
  : null;
