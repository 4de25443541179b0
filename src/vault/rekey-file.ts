import { seal } from "./age.ts";
import { openValues, openWhole } from "./open-vault-file.ts";
import type { EncryptedFile } from "./vault-file.ts";
import { type VaultValue, vaultValues } from "./vault-values.ts";
import { sealedValue, withValues } from "./write-vault-values.ts";

/**
 * The file encrypted for other recipients, with comments and layout as they were; values that are encrypted within a
 * file that is encrypted as a whole included. Throws InputError where a part of it cannot be opened.
 */
export async function rekeyFile(
  file: EncryptedFile,
  identities: readonly string[],
  recipients: readonly string[],
): Promise<string> {
  if (file.kind === "values") return rekeyValues(file.text, file.values, identities, recipients);
  const text = await openWhole(file.path, file.sealed, identities);
  const within = vaultValues(file.path, text, true);
  return seal(await rekeyValues(text, within, identities, recipients), recipients);
}

async function rekeyValues(
  text: string,
  values: readonly VaultValue[],
  identities: readonly string[],
  recipients: readonly string[],
): Promise<string> {
  const plain = await openValues(values, identities);
  const sealed = await Promise.all(plain.map((one) => seal(one, recipients)));
  return withValues(text, values, ({ style }, index) => sealedValue(sealed[index] ?? "", style));
}
