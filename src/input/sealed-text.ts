/** The first line of an armored age file, and of a value that is one. */
export const armorBegin = "-----BEGIN AGE ENCRYPTED FILE-----";
const binaryBegin = "age-encryption.org/v1\n";

/** Whether a text is an armored age file; blanks around it do not matter. */
export function isArmored(text: string): boolean {
  return text.trimStart().startsWith(armorBegin);
}

/** The age file that these bytes are, armored or as latin-1; null where they are none. */
export function sealedFile(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const isSealed = start.startsWith(binaryBegin) || isArmored(start.replace(/^\xef\xbb\xbf/, ""));
  return isSealed ? Buffer.from(bytes).toString("latin1") : null;
}
