import { typeName, type ValueSchema } from "./value-schema.ts";

/** The form of what a part of an expression comes to. */
export interface ExpressionType extends ValueSchema {
  /** A number that CEL is certain to take for a fraction, which it does not add to or multiply by whole ones. */
  readonly isDouble?: true;
}

/** What is wrong with the use of a part of an expression. */
export interface Misuse {
  readonly message: string;
  readonly hint: string;
}

/** A part of an expression as written, and the form of what it comes to. */
export interface TypedPart {
  readonly written: string;
  readonly type: ExpressionType;
}

export const boolean: ExpressionType = { type: "boolean" };
export const double: ExpressionType = { type: "number", isDouble: true };

/** What it is good for to compare two values: whole and other numbers are of one kind. Null where it is not known. */
export function kindOf({ type }: ExpressionType): string | null {
  return type === "integer" ? "number" : (type ?? null);
}

/** `"facts.cpus" is a number`; a literal is quoted as it is. */
export function partIs({ written, type }: TypedPart): string {
  return `${quoted(written)} is ${type.isDouble ? "a fraction" : typeName(type)}`;
}

/** A part of an expression in quotes; a text is in quotes already. */
export function quoted(written: string): string {
  return /^["']/.test(written) ? written : `"${written}"`;
}
