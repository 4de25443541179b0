import type { InputProblem } from "../errors.ts";
import { type Unsealed, unseal } from "./age.ts";
import { type KeySettings, keyPlace } from "./key-place.ts";
import { type AskPassphrase, loadIdentities } from "./load-identities.ts";

/** What is known of an encrypted text. */
export type Opening = Unsealed | { readonly kind: "pending" } | { readonly kind: "no key" };

/** Decrypts the texts that it is asked for. The key is read when the first is, and each text is decrypted once. */
export class Vault {
  readonly #settings: KeySettings;
  readonly #ask: AskPassphrase;
  readonly #openings = new Map<string, Opening>();
  #identities: Promise<readonly string[]> | null = null;
  #warnings: readonly InputProblem[] = [];

  constructor(settings: KeySettings, ask: AskPassphrase) {
    this.#settings = settings;
    this.#ask = ask;
  }

  /** What is in an age file, as far as it is known; asks for it where it is not. */
  opening(sealed: string): Opening {
    const known = this.#openings.get(sealed) ?? { kind: "pending" };
    this.#openings.set(sealed, known);
    return known;
  }

  /** Decrypts what was asked for; false where that is nothing. Throws InputError where the key cannot be read. */
  async openPending(): Promise<boolean> {
    const pending = [...this.#openings].filter(([, { kind }]) => kind === "pending");
    if (pending.length === 0) return false;
    const identities = await this.identities();
    for (const [sealed] of pending) {
      this.#openings.set(
        sealed,
        identities.length === 0 ? { kind: "no key" } : await unseal(sealed, identities),
      );
    }
    return true;
  }

  /** The keys to decrypt with; none where there are none. Throws InputError. */
  identities(): Promise<readonly string[]> {
    this.#identities ??= this.#load();
    return this.#identities;
  }

  async #load(): Promise<readonly string[]> {
    const place = keyPlace(this.#settings);
    if (place === null) return [];
    const { identities, warnings } = await loadIdentities(place, this.#ask);
    this.#warnings = warnings;
    return identities;
  }

  /** What is to be said of the key; nothing before it was read. */
  get warnings(): readonly InputProblem[] {
    return this.#warnings;
  }
}
