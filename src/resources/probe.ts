/**
 * A family of read-only questions to a host. All questions of one kind that a frame carries are asked by
 * one script, so that thirty files cost one `stat`, and ten services one `systemctl show`.
 */
export interface ProbeKind<Query = unknown, State = unknown> {
  /** Unique among all kinds: "path", "package", "service". */
  readonly name: string;
  /** Its answers may change while nobody changes this host: what an API says that other hosts change, too. */
  readonly isShared?: true;
  /** Every machine that can be reached gives the same answer, so that none need be asked: what `parse` makes of nothing. */
  readonly asksNothing?: true;
  /**
   * POSIX sh that prints the answers to all `queries` and never writes. Runs as root in a subshell of its own, with
   * stdin from /dev/null; a non-zero exit means that the host cannot tell.
   */
  script(queries: readonly Query[]): string;
  /** One state per query, in the order of `queries`. Throws InternalError on output that `script` cannot print. */
  parse(stdout: string, queries: readonly Query[]): readonly State[];
}

/** One question to a host. Cost: none of its own; it rides in a frame. */
export interface Probe<State = unknown> {
  readonly kind: ProbeKind;
  readonly query: unknown;
  /** What the answer is about: "path /etc/hosts". A change to a subject makes answers about it stale. */
  readonly subject: string;
  /** Identity of the question: equal keys have equal answers within one frame. */
  readonly key: string;
  /** Where another machine is asked than the one that the task acts on; only for facts that a role's task uses. */
  readonly elsewhere?: { readonly machine: string; readonly probe: Probe };
  /** Never set; ties the type of the answer to the probe. */
  readonly state?: State;
}

/** Makes the function that asks one question of `kind`; `subject` names what a query is about. */
export function probeOf<Query, State>(
  kind: ProbeKind<Query, State>,
  subject: (query: Query) => string,
): (query: Query) => Probe<State> {
  return (query) => ({
    kind: kind as ProbeKind,
    query,
    subject: `${kind.name} ${subject(query)}`,
    key: `${kind.name} ${JSON.stringify(query)}`,
  });
}

/** The same question, put to another host of the inventory; null where that host cannot be reached, or cannot tell yet. */
export function onMachine<State>(machine: string, probe: Probe<State>): Probe<State | null> {
  const { kind, query, subject, key } = probe;
  const where = `on ${machine}:`;
  return {
    kind,
    query,
    subject: `${where} ${subject}`,
    key: `${where} ${key}`,
    elsewhere: { machine, probe },
  };
}
