import { probeOf } from "./probe.ts";

/**
 * A question with but one answer: true. Put to another host, it tells whether that can be reached; with the subject of another
 * probe, whether a check foretells that this will change: no answer then, of a host that can be reached. Cost: a
 * connection, and no round trip.
 */
export const presence = probeOf(
  {
    name: "presence",
    asksNothing: true,
    script: () => ":",
    parse: (_stdout, queries: readonly { readonly of: string }[]): readonly boolean[] =>
      queries.map(() => true),
  },
  ({ of }) => of,
);
