import type { InputProblem, Location } from "../errors.ts";

/** What became of a text that stands for a secret. */
export type Opened =
  | { readonly kind: "known"; readonly text: string }
  /** It is asked for; whoever reads the file once more will get it. */
  | { readonly kind: "pending" }
  /** It is not to be had here, and not needed: nothing but structure is checked. */
  | { readonly kind: "unopened" }
  /** `isOfKey`: the same is wrong with all that is encrypted, so that it needs to be told once per file. */
  | { readonly kind: "wrong"; readonly problem: InputProblem; readonly isOfKey: boolean };

/** What a text that is marked as secret says: itself, or where the secret is. */
export type Fetched = Opened | { readonly kind: "plain"; readonly text: string };

/** Finds secrets that files do not hold in plain text. It does not wait: what takes time is pending at first. */
export interface SecretSource {
  /** The text in an age file: armored, or its bytes as latin-1. */
  open(sealed: string, location: Location): Opened;
  /** What `env:NAME` or `file:PATH` refers to; any other text is plain, and `plain:` before it is no part of it. */
  fetch(written: string, location: Location): Fetched;
  /** Takes notice of a secret that stands in a file in plain text. */
  notePlain(location: Location): void;
  /** Takes notice of a text that no message may show. */
  hide(text: string): void;
}

/** What a value is taken for that is not opened yet, or will not be. */
export const unopenedText = "«not opened»";

const place = "it can be in clusters.json, in files of variables and in the variables of a playbook";

/** For files that have no secrets: texts stay as they are, and what is encrypted is a mistake. */
export const noSecrets: SecretSource = {
  open: (_sealed, location) => ({
    kind: "wrong",
    problem: { message: "what is encrypted cannot be used here", location, hint: place },
    isOfKey: true,
  }),
  fetch: (text) => ({ kind: "plain", text }),
  notePlain: () => undefined,
  hide: () => undefined,
};
