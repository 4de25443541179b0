import type { ValueSchema } from "./value-schema.ts";

/** A function that templates may call: `{{join items ","}}`. Pure; receives and returns plain data. */
export interface TemplateHelper {
  readonly summary: string;
  /** Throws HelperMisuse on a value that it cannot work with. One that takes any number of values declares none. */
  readonly call: (...values: unknown[]) => unknown;
  /** What is certain of the form of its result, given that of its values. */
  readonly type: (...values: ValueSchema[]) => ValueSchema;
}
