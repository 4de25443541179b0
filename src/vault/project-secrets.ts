import { InputError, type InputProblem, type Location } from "../errors.ts";
import { countOf } from "../input/count-of.ts";
import { fromHere } from "../input/from-here.ts";
import type { Fetched, Opened, SecretSource } from "../input/secret-source.ts";
import { explainFailure, keyHint, withoutKey } from "./explain-failure.ts";
import { fetchReference, referenceIn } from "./fetch-reference.ts";
import type { KeySettings } from "./key-place.ts";
import type { AskPassphrase } from "./load-identities.ts";
import { PlacesByFile } from "./places-by-file.ts";
import { readableByOthers } from "./readable-by-others.ts";
import { Vault } from "./vault.ts";

/** How the secrets of a project are found. */
export interface SecretsOptions {
  readonly key: KeySettings;
  /** Nothing will be run: a secret that is not to be had stays closed, with a warning. */
  readonly isStructureEnough: boolean;
  readonly ask: AskPassphrase;
  /** Takes a text that must not be shown from now on. */
  readonly hide: (text: string) => void;
}

/** The secrets of one command: what files hold encrypted, where they refer to, and what they should not hold. */
export class ProjectSecrets implements SecretSource {
  readonly #options: SecretsOptions;
  readonly #vault: Vault;
  readonly #exposed = new PlacesByFile();
  readonly #referenced = new Set<string>();
  readonly #closed = new PlacesByFile();
  readonly #missing = new Map<string, InputProblem>();

  constructor(options: SecretsOptions) {
    this.#options = options;
    this.#vault = new Vault(options.key, options.ask);
    if (options.key.env.LAB_VAULT_KEY) this.hide(options.key.env.LAB_VAULT_KEY);
  }

  /** What `action` comes to once all that it reads is opened; it is done anew after opening. Throws what it throws. */
  async read<T>(action: () => T): Promise<T> {
    for (;;) {
      const outcome = settle(action);
      if (await this.#vault.openPending()) continue;
      if ("error" in outcome) throw outcome.error;
      return outcome.value;
    }
  }

  open(sealed: string, location: Location): Opened {
    const opening = this.#vault.opening(sealed);
    switch (opening.kind) {
      case "pending":
        return opening;
      case "open":
        return { kind: "known", text: opening.text };
      case "failed":
        return { kind: "wrong", problem: explainFailure(opening.reason, location), isOfKey: false };
      case "no key":
        if (!this.#options.isStructureEnough)
          return { kind: "wrong", problem: withoutKey(location), isOfKey: true };
        this.#closed.add(location);
        return { kind: "unopened" };
    }
  }

  fetch(written: string, location: Location): Fetched {
    const reference = referenceIn(written, location.file);
    if (reference.kind === "plain") return reference;
    const fetched = fetchReference(reference, this.#options.key.env);
    if (fetched.kind === "missing") return this.#notThere(fetched, location);
    if (reference.kind === "file") this.#referenced.add(fromHere(reference.path));
    return fetched;
  }

  #notThere(
    { message, hint }: { readonly message: string; readonly hint: string },
    location: Location,
  ): Opened {
    if (!this.#options.isStructureEnough)
      return { kind: "wrong", problem: { message, hint, location }, isOfKey: false };
    const { file, line, column } = location;
    const warning = { message: `this secret was not checked: ${message}`, hint, location };
    this.#missing.set(`${file}:${line}:${column}`, warning);
    return { kind: "unopened" };
  }

  notePlain(location: Location): void {
    this.#exposed.add(location);
  }

  hide(text: string): void {
    this.#options.hide(text);
  }

  /** What others can read in files although it is secret: one problem per file. Cost: one look at each such file. */
  exposures(): InputProblem[] {
    const written = this.#exposed.files.filter(({ file }) => readableByOthers(file));
    const referenced = [...this.#referenced].filter(readableByOthers);
    return [
      ...written.map(({ file, first, count }) => exposure(file, first, count)),
      ...referenced.map((file) => ({
        message: `others can read the secret in ${file}`,
        hint: `chmod 600 ${file}`,
      })),
    ];
  }

  /** What was not checked, and what is to be said of the key. */
  warnings(): InputProblem[] {
    const closed = this.#closed.files.map(({ first, count }) => ({
      message: `${countOf(count, "encrypted value")} of this file ${count === 1 ? "was" : "were"} not checked: there is no vault key`,
      location: first,
      hint: keyHint,
    }));
    return [...this.#vault.warnings, ...closed, ...this.#missing.values()];
  }
}

function exposure(file: string, first: Location, count: number): InputProblem {
  const secrets = count === 1 ? "a secret in plain text" : `${count} secrets in plain text`;
  const fix = `chmod 600 ${file}; or replace it by what "lab vault encrypt --string" prints, or by env:NAME`;
  return { message: `others can read this file, and it holds ${secrets}`, location: first, hint: fix };
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

function settle<T>(action: () => T): Outcome<T> {
  try {
    return { value: action() };
  } catch (error) {
    // A mistake may follow from what is not opened yet; anything else is none of the user's.
    if (!(error instanceof InputError)) throw error;
    return { error };
  }
}
