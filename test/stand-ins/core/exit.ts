/** Ends the program with that status, after the text on stderr. */
export class Exit extends Error {
  readonly status: number;

  constructor(status: number, message = "") {
    super(message);
    this.status = status;
  }
}
