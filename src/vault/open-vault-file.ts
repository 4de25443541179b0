import { InputError, type InputProblem } from "../errors.ts";
import { isArmored } from "../input/sealed-text.ts";
import { unseal } from "./age.ts";
import { explainFailure } from "./explain-failure.ts";
import type { EncryptedFile } from "./vault-file.ts";
import type { VaultValue } from "./vault-values.ts";
import { plainValue, withValues } from "./write-vault-values.ts";

/** What is encrypted in a file as a whole. Throws InputError. */
export async function openWhole(
  path: string,
  sealed: string,
  identities: readonly string[],
): Promise<string> {
  const opened = await unseal(sealed, identities);
  if (opened.kind === "open") return opened.text;
  const location = {
    file: path,
    line: 1,
    column: 1,
    length: 1,
    text: /^.*/.exec(sealed.trimStart())?.[0] ?? "",
  };
  throw new InputError(explainFailure(opened.reason, location));
}

/** The plain texts of single values, in their order; of one that is not encrypted, itself. Throws InputError with all that cannot be opened. */
export async function openValues(
  values: readonly VaultValue[],
  identities: readonly string[],
): Promise<string[]> {
  const problems: InputProblem[] = [];
  const texts: string[] = [];
  for (const { text, location } of values) {
    if (!isArmored(text)) {
      texts.push(text);
      continue;
    }
    const opened = await unseal(text.trim(), identities);
    if (opened.kind === "open") texts.push(opened.text);
    else problems.push(explainFailure(opened.reason, location));
  }
  if (problems.length > 0) throw new InputError(problems);
  return texts;
}

/** All of a file in plain text; single values are marked with !secret where it is YAML. Throws InputError. */
export async function plainText(file: EncryptedFile, identities: readonly string[]): Promise<string> {
  if (file.kind === "whole") return openWhole(file.path, file.sealed, identities);
  const texts = await openValues(file.values, identities);
  return withValues(file.text, file.values, ({ style }, index) => plainValue(texts[index] ?? "", style));
}
