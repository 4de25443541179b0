/** What is wrong with an expression, and where in its text. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  /** Offset of the offending part in the expression, and its length. */
  readonly offset: number;
  readonly length: number;
  readonly hint: string;

  constructor(message: string, offset: number, length: number, hint = "") {
    super(message);
    this.offset = offset;
    this.length = Math.max(1, length);
    this.hint = hint;
  }
}
