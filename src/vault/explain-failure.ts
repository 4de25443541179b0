import type { InputProblem, Location } from "../errors.ts";
import type { SealFailure } from "./age.ts";

const otherKey =
  "give the right one with --vault-key FILE; or let somebody who has it add yours: lab vault rekey";

const failures: Readonly<Record<SealFailure, Omit<InputProblem, "location">>> = {
  "other key": { message: "this is encrypted for another vault key", hint: otherKey },
  passphrase: {
    message: "this is encrypted with a passphrase",
    hint: "encrypt it for a key: age --decrypt FILE, then lab vault encrypt",
  },
  damaged: {
    message: "what is encrypted here is damaged: it is not as age wrote it",
    hint: "take it once more from where it was made, with all its lines from BEGIN to END",
  },
  "no text": {
    message: "what is encrypted here is not text",
    hint: "only texts can be encrypted: YAML, JSON, passwords",
  },
};

/** Why what stands at a place cannot be decrypted, and what to do. */
export function explainFailure(reason: SealFailure, location?: Location): InputProblem {
  return { ...failures[reason], ...(location && { location }) };
}

/** How to give lab a key. */
export const keyHint =
  "give the key with --vault-key FILE or LAB_VAULT_KEY_FILE, or write it to .lab/vault.key";

/** There is no key for what is encrypted at a place. */
export function withoutKey(location?: Location): InputProblem {
  const message = "this is encrypted, and there is no vault key";
  return { message, hint: keyHint, ...(location && { location }) };
}
