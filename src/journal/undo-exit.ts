/** Exit codes of an `undo` script in the journal of a host; anything else is a failure. */
export const undoExit = { undone: 0, already: 10, foreign: 11, none: 12 } as const;
