import { InputError } from "../errors.ts";

/** A package by name, and the version it is pinned to. */
export interface PackageRequest {
  readonly name: string;
  /** Exact, or a pattern with `*`; null for any. */
  readonly version: string | null;
}

/** What a package may be called in a playbook: a name, or `name=version`. apt would remove what ends with `-`. */
export const packagePattern =
  "^[A-Za-z0-9]([A-Za-z0-9+._:-]*[A-Za-z0-9+.])?(=[A-Za-z0-9*][A-Za-z0-9+.:~^*_-]*)?$";

/** Reads `name` or `name=version`. Throws InputError on what might be taken for something else, such as an option. */
export function packageRequest(text: string): PackageRequest {
  if (!new RegExp(packagePattern).test(text)) {
    throw new InputError({ message: `${JSON.stringify(text)} is not a package name, or name=version` });
  }
  const at = text.indexOf("=");
  return at < 0 ? { name: text, version: null } : { name: text.slice(0, at), version: text.slice(at + 1) };
}
