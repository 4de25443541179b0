/** Something that is not as it should be. */
export interface Finding {
  /** What looked: "clock", "pods"; by this name a check can be left out. */
  readonly check: string;
  /** A warning is worth knowing, and no reason to stop. */
  readonly severity: "error" | "warning";
  /** The node that it is about; null for the cluster as a whole. */
  readonly node: string | null;
  /** What is wrong, in one line. */
  readonly message: string;
  /** What to do about it; may be empty. */
  readonly hint: string;
}

/** Makes the findings of one check about one node, or about the cluster. */
export function findingsOf(check: string, node: string | null) {
  const found =
    (severity: Finding["severity"]) =>
    (message: string, hint = ""): Finding => ({ check, severity, node, message, hint });
  return { error: found("error"), warning: found("warning") };
}

/** Findings as text, errors first, each with its cure on a line of its own. Pure. */
export function findingLines(findings: readonly Finding[]): string[] {
  return findings
    .toSorted((a, b) => a.severity.localeCompare(b.severity))
    .flatMap(({ check, severity, node, message, hint }) => [
      `${severity === "warning" ? "warning: " : ""}${node === null ? "" : `${node}: `}${message} (${check})`,
      ...(hint === "" ? [] : [`  next: ${hint}`]),
    ]);
}
