/** What is wrong with a text that a user wrote, and where in it. */
class TextError extends Error {
  /** Offset of the offending part in the text. */
  readonly offset: number;
  /** Characters of the offending part; at least 1. */
  readonly length: number;
  readonly hint: string;

  constructor(message: string, offset: number, length: number, hint = "") {
    super(message);
    this.offset = offset;
    this.length = Math.max(1, length);
    this.hint = hint;
  }
}

/** A mistake in an expression. */
export class ExpressionError extends TextError {
  override readonly name = "ExpressionError";
}

/** A mistake in a template. */
export class TemplateError extends TextError {
  override readonly name = "TemplateError";
}
