import { InputError, type InputProblem } from "../errors.ts";
import type { CompiledPlay } from "./compiled-play.ts";

/** A playbook with mistakes, and what of its plays can be checked further, so that the user hears of all at once. */
export class InvalidPlaybook extends InputError {
  readonly sound: readonly CompiledPlay[];

  constructor(problems: readonly InputProblem[], sound: readonly CompiledPlay[]) {
    super(problems);
    this.sound = sound;
  }
}
