import { InputError } from "../errors.ts";

/**
 * Throws InputError where a text within the arguments of a module, at any depth, cannot reach a host as it is: one with
 * half a character (a lone surrogate), which UTF-8 does not know, or with NUL, which no sh can hold. Arguments named in
 * `asBytes` may hold NUL.
 */
export function refuseUnsendable(
  args: Readonly<Record<string, unknown>>,
  asBytes: readonly string[] = [],
): void {
  for (const [name, value] of Object.entries(args)) refuse(value, name, asBytes.includes(name));
}

function refuse(value: unknown, name: string, mayHoldNul: boolean): void {
  if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      refuse(key, name, mayHoldNul);
      refuse(inner, name, mayHoldNul);
    }
    return;
  }
  if (typeof value !== "string") return;
  if (!value.isWellFormed()) {
    throw new InputError({
      message: `"${name}" holds half a character (a lone surrogate), which cannot be sent to a host`,
      hint: "something has cut a text in the middle of a character: look at where it comes from",
    });
  }
  if (mayHoldNul || !value.includes("\0")) return;
  throw new InputError({
    message: `"${name}" holds a NUL character, which no sh can pass on`,
    hint: "leave it out; a file may hold it: copy with content or src",
  });
}
