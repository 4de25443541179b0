import { InputError } from "../errors.ts";
import { isRecipient, recipientOf } from "./age.ts";

/**
 * Whom to encrypt for: those that lab.yaml names, else whoever has the keys at hand. Throws InputError where that is
 * nobody, or one of them is no recipient.
 */
export async function recipientsOf(
  named: readonly string[] | undefined,
  identities: readonly string[],
): Promise<readonly string[]> {
  if (named === undefined) {
    if (identities.length > 0) return Promise.all(identities.map(recipientOf));
    throw new InputError({
      message: "there is nobody to encrypt for",
      hint: "lab vault keygen makes a key; or name the recipients in lab.yaml: vault_recipients: [age1…]",
    });
  }
  const checked = await Promise.all(named.map(async (text) => ({ text, isFine: await isRecipient(text) })));
  const wrong = checked.filter(({ isFine }) => !isFine);
  if (wrong.length === 0) return named;
  throw new InputError(
    wrong.map(({ text }) => ({
      message: `"${text}" is no recipient: there is a slip in it`,
      hint: "copy it once more into vault_recipients of lab.yaml",
    })),
  );
}
