import { type Probe, type ProbeKind, probeOf } from "./probe.ts";
import { shQuote } from "./sh-quote.ts";

/** A group of the host; null when there is none. */
export type GroupState = {
  /** Null where it is foretold and not known yet. */
  readonly gid: number | null;
  /** Users of whom it is a supplementary group. */
  readonly members: readonly string[];
} | null;

/** A question about one group. */
export interface GroupQuery {
  readonly name: string;
}

/** Groups. All questions of a frame share one `getent`. */
export const groupProbe: ProbeKind<GroupQuery, GroupState> = {
  name: "group",
  script: (queries) => {
    const names = [...new Set(queries.map(({ name }) => name))].map(shQuote);
    return `getent group ${names.join(" ")} || :\n`;
  },
  parse: (stdout, queries) => {
    const entries = stdout.split("\n").map((line) => line.split(":"));
    return queries.map((query) => {
      const entry = entries.find(([name]) => name === query.name);
      if (!entry) return null;
      const [, , gid = "", members = ""] = entry;
      return { gid: Number(gid), members: members.split(",").filter((member) => member !== "") };
    });
  },
};

/** Asks for one group. */
export const groupState: (query: GroupQuery) => Probe<GroupState> = probeOf(
  groupProbe,
  (query) => query.name,
);
