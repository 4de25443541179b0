import { type Probe, type ProbeKind, probeOf } from "./probe.ts";
import { shQuote } from "./sh-quote.ts";

/** A question about one time zone: "Asia/Seoul". */
export interface TimezoneQuery {
  readonly zone: string;
}

/** Whether the host knows a time zone (/usr/share/zoneinfo). Cost: none, the shell looks itself. */
export const timezoneProbe: ProbeKind<TimezoneQuery, boolean> = {
  name: "timezone",
  script: (queries) =>
    queries
      .map(({ zone }) => `if [ -f ${shQuote(zoneFile(zone))} ]; then echo known; else echo unknown; fi\n`)
      .join(""),
  parse: (stdout, queries) => {
    const lines = stdout.split("\n");
    return queries.map((_, index) => lines[index] === "known");
  },
};

/** Asks whether the host knows a time zone. */
export const timezoneState: (query: TimezoneQuery) => Probe<boolean> = probeOf(
  timezoneProbe,
  (query) => query.zone,
);

/** Where the rules of a time zone stand. */
export function zoneFile(zone: string): string {
  return `/usr/share/zoneinfo/${zone}`;
}
