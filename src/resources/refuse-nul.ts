import { InputError } from "../errors.ts";

/** Throws InputError on a text with a NUL character, which no sh can hold. */
export function refuseNul(text: string): void {
  if (!text.includes("\0")) return;
  throw new InputError({
    message: "a text with a NUL character cannot be part of a command",
    hint: "leave it out; a file may hold it: copy with src",
  });
}
