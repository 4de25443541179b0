import { InputError } from "../errors.ts";
import { isArmored } from "../input/sealed-text.ts";
import { seal } from "./age.ts";
import { openValues, openWhole } from "./open-vault-file.ts";
import type { EncryptedFile } from "./vault-file.ts";
import { type VaultValue, vaultValues } from "./vault-values.ts";
import { editableValue, sealedValue, withValues } from "./write-vault-values.ts";

/** Lets the user change a text, and returns it. */
export type Edit = (text: string) => Promise<string>;

/**
 * What a file is to hold after the user has edited it in plain text; null where nothing was changed. Of a file with
 * single values, those that stay as they are keep their ciphertext. Throws InputError, and what `edit` throws.
 */
export async function editFile(
  file: EncryptedFile,
  edit: Edit,
  identities: readonly string[],
  recipients: readonly string[],
): Promise<string | null> {
  if (file.kind === "whole") {
    const before = await openWhole(file.path, file.sealed, identities);
    const after = await edit(before);
    return after === before ? null : seal(after, recipients);
  }
  if (file.values.some(({ style }) => style.kind === "json")) {
    const hint = "lab vault encrypt --string --json prints a new value; lab vault view shows the old ones";
    throw new InputError({ message: `the values of ${file.path} cannot be edited in JSON`, hint });
  }
  const texts = await openValues(file.values, identities);
  const before = withValues(file.text, file.values, ({ style }, index) =>
    editableValue(texts[index] ?? "", style),
  );
  const after = await edit(before);
  if (after === before) return null;
  const values = vaultValues(file.path, after, true);
  const keep = ciphertexts(file.values, texts);
  const sealed = await Promise.all(
    values.map(({ text }) => (isArmored(text) ? text : (keep(text) ?? seal(text, recipients)))),
  );
  return withValues(after, values, ({ style }, index) => sealedValue(sealed[index] ?? "", style));
}

/** Gives each plain text the ciphertexts that it had, in their order; null for a text that is new. */
function ciphertexts(
  values: readonly VaultValue[],
  texts: readonly string[],
): (plain: string) => string | null {
  const unused = [...values.keys()];
  return (plain) => {
    const at = unused.findIndex((index) => texts[index] === plain);
    const [index = -1] = at < 0 ? [] : unused.splice(at, 1);
    return values[index]?.text ?? null;
  };
}
