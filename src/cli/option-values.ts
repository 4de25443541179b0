import { InvalidArgumentError } from "commander";

/** Of a flag that may be given several times: all its values, in order. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** Of a flag that takes a list and may be given several times: `a,b`. */
export function splitList(value: string, before: readonly string[]): string[] {
  return [...before, ...value.split(",").map((entry) => entry.trim())];
}

/** A whole number above 0. Throws InvalidArgumentError. */
export function positive(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("it must be a whole number above 0");
}

/** A whole number, or 0. Throws InvalidArgumentError. */
export function wholeNumber(value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("it must be a whole number, or 0");
}

/** A text that is not empty. Throws InvalidArgumentError. */
export function nonEmpty(value: string): string {
  if (value.trim() !== "") return value;
  throw new InvalidArgumentError("it must not be empty");
}

/** One of a few words. Throws InvalidArgumentError. */
export function oneOf<Word extends string>(...words: readonly Word[]): (value: string) => Word {
  return (value) => {
    const word = words.find((candidate) => candidate === value);
    if (word !== undefined) return word;
    throw new InvalidArgumentError(`it must be one of ${words.join(", ")}`);
  };
}

/** Leaves out what is undefined, so that an optional flag is either there with a value or not there. */
export function given<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> };
export function given(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
