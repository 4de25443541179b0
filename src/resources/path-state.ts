import type { Content, Ownership } from "./change.ts";

/** Ownership with the ids behind the names; an id is null where the state is foretold and the id is not known. */
export interface OwnershipState extends Ownership {
  readonly uid: number | null;
  readonly gid: number | null;
}

/** A regular file; `size` and `sha256` are null where they were not asked for or cannot be foretold. */
export interface FileState extends OwnershipState {
  readonly kind: "file";
  readonly size: number | null;
  /** Lower-case hex; null for a query with `content: "never"`. */
  readonly sha256: string | null;
  /** Text if it is UTF-8 without NUL, else base64; null where it was not asked for, too large, or known by its hash. */
  readonly content: Content | null;
}

export interface DirectoryState extends OwnershipState {
  readonly kind: "directory";
}

export interface LinkState extends Omit<OwnershipState, "mode"> {
  readonly kind: "link";
  readonly target: string;
}

/** What stands at a path; links are not followed at its last component. */
export type PathState =
  /** `parent` is what stands where the parent directory should be; a link to a directory counts as one. */
  | { readonly kind: "absent"; readonly parent: "directory" | "absent" | "other" }
  | FileState
  | DirectoryState
  | LinkState
  /** `description`: "character device", "socket". */
  | { readonly kind: "other"; readonly description: string };

/** A question about one path. */
export interface PathQuery {
  readonly path: string;
  /**
   * Whether the content of a regular file is wanted, too: "always", "never" (neither content nor hash; costs no
   * reading), or only when its hash is another one.
   */
  readonly content: "always" | "never" | { readonly unlessSha256: string };
  /** Files larger than this answer without content. */
  readonly maxBytes: number;
}
