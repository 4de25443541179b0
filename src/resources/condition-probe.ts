import { type Condition, conditionScript } from "./condition-script.ts";
import { type Probe, type ProbeKind, probeOf } from "./probe.ts";

/** "unknown": the host has neither bash nor nc to try a connection with. */
export type ConditionState = "yes" | "no" | "unknown";

/** Conditions that come true by themselves. Cost: each up to 3 s while a remote port does not answer, else nearly none. */
export const conditionProbe: ProbeKind<Condition, ConditionState> = {
  name: "condition",
  script: (queries) => queries.map((query) => `(\n${conditionScript(query)}\n)\necho "$?"\n`).join(""),
  parse: (stdout, queries) => {
    const codes = stdout.split("\n");
    return queries.map((_, index) => {
      if (codes[index] === "0") return "yes";
      return codes[index] === "2" ? "unknown" : "no";
    });
  },
};

/** Asks whether a condition holds. */
export const conditionState: (query: Condition) => Probe<ConditionState> = probeOf(
  conditionProbe,
  conditionText,
);

/** A condition in words: "port 6443 of 10.0.0.1". */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case "port":
      return `port ${condition.port} of ${condition.host}`;
    case "path":
      return condition.path;
    case "match":
      return `${JSON.stringify(condition.regex)} in ${condition.path}`;
  }
}
