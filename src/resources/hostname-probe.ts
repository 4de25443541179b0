import { type Probe, type ProbeKind, probeOf } from "./probe.ts";

/** The kernel's host name. Cost: none, the shell reads it itself. */
export const hostnameProbe: ProbeKind<Record<string, never>, string> = {
  name: "hostname",
  script: () => `IFS= read -r name </proc/sys/kernel/hostname\nprintf '%s\\n' "$name"\n`,
  parse: (stdout, queries) => queries.map(() => stdout.trim()),
};

/** Asks for the live host name. */
export const hostnameState: (query: Record<string, never>) => Probe<string> = probeOf(
  hostnameProbe,
  () => "live",
);
