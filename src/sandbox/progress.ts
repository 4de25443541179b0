/** Receives one line, without its line end, for each step of the set-up that takes noticeable time. */
export type Progress = (line: string) => void;
