import { type Probe, type ProbeKind, probeOf } from "./probe.ts";
import { shQuote } from "./sh-quote.ts";
import { normalValue } from "./sysctl-key.ts";

/** The live value of a kernel parameter; null when the running kernel has none of that name, or it cannot be read. */
export interface SysctlState {
  readonly exists: boolean;
  /** With single spaces between its parts. */
  readonly value: string | null;
}

/** A question about one parameter, by its path below /proc/sys. */
export interface SysctlQuery {
  readonly path: string;
}

/**
 * Live kernel parameters. All questions of a frame share one `grep`: the shell's own `read` asks for one byte at a
 * time, and the kernel answers the first such request only.
 */
export const sysctlProbe: ProbeKind<SysctlQuery, SysctlState> = { name: "sysctl", script, parse };

/** Asks for one parameter. */
export const sysctlState: (query: SysctlQuery) => Probe<SysctlState> = probeOf(
  sysctlProbe,
  (query) => query.path,
);

function script(queries: readonly SysctlQuery[]): string {
  const paths = [...new Set(queries.map((query) => query.path))].map(shQuote).join(" ");
  return `set -- ${paths}
for path do if [ -e "$path" ]; then printf 'exists %s\\n' "$path"; fi; done
grep -sH '' "$@"
:
`;
}

function parse(stdout: string, queries: readonly SysctlQuery[]): SysctlState[] {
  const lines = stdout.split("\n");
  return queries.map(({ path }) => {
    const own = lines
      .filter((line) => line.startsWith(`${path}:`))
      .map((line) => line.slice(path.length + 1));
    const value = own.length > 0 ? normalValue(own.join(" ")) : null;
    return { exists: lines.includes(`exists ${path}`), value };
  });
}
