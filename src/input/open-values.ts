import type { InputProblem, Location } from "../errors.ts";
import type { DataPath } from "./data-path.ts";
import { isArmored } from "./sealed-text.ts";
import { type Opened, type SecretSource, unopenedText } from "./secret-source.ts";
import { noNul } from "./yaml-syntax.ts";

/** Opens the secret values of one file, one after the other, and keeps what is wrong with them. */
export class OpenValues {
  readonly problems: InputProblem[] = [];
  readonly #source: SecretSource;
  readonly #isHidden: boolean;
  #hasTold = false;

  /** In a file that is hidden, plain texts are not exposed. */
  constructor(source: SecretSource, isHidden: boolean) {
    this.#source = source;
    this.#isHidden = isHidden;
  }

  /** What is encrypted in `text`; and whether it is known. */
  unseal(text: string, location: Location): OpenValue {
    if (isArmored(text)) return this.#take(this.#source.open(text.trim(), location), location);
    const message = "this is not encrypted";
    const hint = 'write what "lab vault encrypt --string" prints, or !secret before plain text';
    this.problems.push({ message, location, hint });
    return unopened;
  }

  /** What a text that is marked as secret stands for: what it refers to, or itself. */
  resolve(text: string, location: Location): OpenValue {
    const fetched = this.#source.fetch(text, location);
    if (fetched.kind !== "plain") return this.#take(fetched, location);
    // A template says where the secret is; it holds none.
    if (!text.includes("{{")) {
      this.#source.hide(fetched.text);
      if (!this.#isHidden) this.#source.notePlain(location);
    }
    return { text: fetched.text, isOpen: true };
  }

  #take(opened: Opened, location: Location): OpenValue {
    if (opened.kind === "known") {
      this.#source.hide(opened.text);
      if (!opened.text.includes("\0")) return { text: opened.text, isOpen: true };
      this.problems.push({ message: noNul, location });
    } else if (opened.kind === "wrong" && !(opened.isOfKey && this.#hasTold)) {
      this.problems.push(opened.problem);
      this.#hasTold ||= opened.isOfKey;
    }
    return unopened;
  }
}

/** A secret value: its text, or what it is taken for. */
export interface OpenValue {
  readonly text: string;
  readonly isOpen: boolean;
}

const unopened: OpenValue = { text: unopenedText, isOpen: false };

/** Where the secrets of a file are. */
export interface SecretPlaces {
  readonly secrets: readonly DataPath[];
  /** Those of them that are not known. */
  readonly unopened: readonly DataPath[];
}
