/**
 * What /etc, /usr/local and /var/lib of a host are, by content, mode, owner and links of every path: exactly as before,
 * exactly as after a run that nothing disturbed, or neither.
 */
export type HostState =
  | { readonly kind: "before" }
  | { readonly kind: "converged" }
  | {
      readonly kind: "between";
      /** Paths that are not as before. */
      readonly changed: readonly string[];
      /** Paths that are not yet as they are to be. */
      readonly missing: readonly string[];
    };

/** Judges a host by the lines `before<TAB>PATH` and `converged<TAB>PATH` for the paths that differ from either state. */
export function hostState(lines: string): HostState {
  const paths = lines.split("\n").map((line) => line.split("\t"));
  const differing = (from: string) =>
    paths.flatMap(([state, path]) => (state === from && path ? [path] : []));
  const [changed, missing] = [differing("before"), differing("converged")];
  if (missing.length === 0) return { kind: "converged" };
  return changed.length === 0 ? { kind: "before" } : { kind: "between", changed, missing };
}
