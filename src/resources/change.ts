/** Bytes that a host is to hold. Text up to about 1 MiB rides in a frame; what is larger is uploaded by sftp. */
export type Content =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "base64"; readonly base64: string }
  | { readonly kind: "upload"; readonly localPath: string; readonly sha256: string; readonly size: number };

/** Permissions as four octal digits ("0644"), owner and group by name, or as a decimal number without a name. */
export interface Ownership {
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
}

/** What stands at a path. `content: null` means "not known" in `before`, and "as it is" in `after`. */
export type PathImage =
  | { readonly kind: "absent" }
  | ({ readonly kind: "file"; readonly content: Content | null } & Ownership)
  | ({ readonly kind: "directory" } & Ownership)
  | { readonly kind: "link"; readonly target: string; readonly owner: string; readonly group: string }
  | { readonly kind: "other"; readonly description: string };

/** One path is to become `after`; written atomically, undone from what the host has kept. */
export interface PathChange {
  readonly kind: "path";
  readonly path: string;
  readonly before: PathImage;
  readonly after: PathImage;
  /** Content is kept out of diffs, logs and records. */
  readonly secret?: true;
  /** A command that must accept the new file before it is put in place; `%s` stands for its path. */
  readonly validate?: string;
}

/**
 * What another machine issues for this run alone: a join token. It is asked for once per run, when the first change needs
 * it, given to every change that names it, and taken back at the end of the play.
 */
export interface Loan {
  /** Identity in the run, and what messages call it: "join token of prod". */
  readonly name: string;
  /** Names of hosts that can issue it; the first that can be reached and succeeds does. */
  readonly from: readonly string[];
  /**
   * POSIX sh, as root on that host, stdin from /dev/null. Prints lines `NAME=value`, names in capitals; every value is a
   * secret from then on. A non-zero exit hands over to the next host.
   */
  readonly script: string;
  /** sh that takes it back on the same host; the values are in its shell variables. It may have expired by itself. */
  readonly revoke: string;
  readonly timeoutMs: number;
}

/** A command is to run. What has no `undo` cannot be rolled back, and is listed as such before a run. */
export interface RunChange {
  readonly kind: "run";
  /** What it does, in a few words: "apt-get install chrony". Never holds a secret. */
  readonly summary: string;
  /** POSIX sh; a non-zero exit fails the task. stdin is /dev/null; runs as root. */
  readonly script: string;
  /** sh that takes it back; safe to run where the change was not made, or not wholly. Ends with 0 only when it worked. */
  readonly undo?: string;
  /**
   * sh that is to run once everything before this change was undone as well: a restart that makes a service read its
   * old configuration again. Instead of `undo`, or beside it.
   */
  readonly afterUndo?: string;
  readonly timeoutMs: number;
  /** It changes nothing that others see: a route, a rule. What is known of a cluster stays known. */
  readonly isLocal?: true;
  /** What other hosts lend; `script` finds the values in shell variables, which are not exported. Cost: a round trip once. */
  readonly loans?: readonly Loan[];
  /** Large files that are uploaded before; `script` finds their paths in these shell variables. They are gone afterwards. */
  readonly uploads?: Readonly<Record<string, Extract<Content, { kind: "upload" }>>>;
  /** The script holds a secret: it is kept out of diffs, logs and records. */
  readonly secret?: true;
}

/** One step of an apply, as plain data: diff, script, undo and journal all derive from it. */
export type Change = PathChange | RunChange;
