/** A message that says what happened, and a hint that says what to do. */
export interface Explanation {
  readonly message: string;
  readonly hint: string;
}
