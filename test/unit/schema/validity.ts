import { type Schema, Validator } from "@cfworker/json-schema";

/** Judges values by a schema, with a validator that lab itself does not use; lists what is wrong. */
export function judge(schema: object): (value: unknown) => string[] {
  const plain: Schema = JSON.parse(JSON.stringify(schema));
  const validator = new Validator(plain, "7", false);
  return (value) =>
    validator.validate(value).errors.map(({ instanceLocation, error }) => `${instanceLocation} ${error}`);
}
