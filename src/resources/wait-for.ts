import { InputError } from "../errors.ts";
import { type ConditionState, conditionState, conditionText } from "./condition-probe.ts";
import { type Condition, conditionScript } from "./condition-script.ts";
import { defineModule } from "./module.ts";
import { normalPath } from "./normal-path.ts";
import { type Plan, resource } from "./resource.ts";
import { shQuote } from "./sh-quote.ts";

/** Something that the host must first come to by itself. */
export const waitForModule = defineModule({
  name: "wait_for",
  summary:
    "Waits until a port answers, a file is there, or a line stands in it; or until that is no longer so.",
  changesNothing: true,
  example: `- name: Wait for the API server
  wait_for:
    host: 10.0.0.10
    port: 6443
    timeout: 120`,
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      host: {
        type: "string",
        pattern: "^[A-Za-z0-9:][A-Za-z0-9.:_-]*$",
        errorMessage: "must be an address or a host name",
        description: "Address or name, as seen from the managed host. Default: 127.0.0.1, that host itself.",
      },
      port: { type: "integer", minimum: 1, maximum: 65535, description: "A TCP port." },
      path: { type: "string", description: "A path, instead of a port." },
      search_regex: {
        type: "string",
        pattern: "^[^\\n]+$",
        errorMessage: "must be one line",
        description: "With `path`: an extended regular expression (grep -E) that a line must match.",
      },
      state: {
        enum: ["started", "stopped", "present", "absent"],
        description: "`started` and `present` mean the same, and so do the others. Default: started.",
      },
      timeout: { type: "integer", minimum: 1, description: "Seconds to wait at most. Default: 300." },
      delay: { type: "integer", minimum: 0, description: "Seconds before the first look. Default: 0." },
      sleep: { type: "integer", minimum: 1, description: "Seconds between two looks. Default: 1." },
    },
  },
  extra: { oneOf: [{ required: ["port"] }, { required: ["path"] }] },
  build(args) {
    const goal: WaitGoal = {
      condition: conditionOf(args),
      holds: args.state !== "stopped" && args.state !== "absent",
      timeout: args.timeout ?? 300,
      delay: args.delay ?? 0,
      sleep: args.sleep ?? 1,
    };
    return resource({
      id: `wait_for ${conditionText(goal.condition)}`,
      probes: { condition: conditionState(goal.condition) },
      plan: ({ condition }) => plan(goal, condition),
    });
  },
});

interface WaitGoal {
  readonly condition: Condition;
  /** Whether the condition is to be true, or false. */
  readonly holds: boolean;
  /** Seconds. */
  readonly timeout: number;
  readonly delay: number;
  readonly sleep: number;
}

function conditionOf(args: {
  readonly host?: string;
  readonly port?: number;
  readonly path?: string;
  readonly search_regex?: string;
}): Condition {
  if (args.port !== undefined) return { kind: "port", host: args.host ?? "127.0.0.1", port: args.port };
  if (args.path === undefined) throw new InputError({ message: "wait_for needs a port or a path" });
  const path = normalPath(args.path);
  return args.search_regex === undefined
    ? { kind: "path", path }
    : { kind: "match", path, regex: args.search_regex };
}

function plan(goal: WaitGoal, state: ConditionState): Plan {
  const text = conditionText(goal.condition);
  if (state === "unknown") {
    return { kind: "blocked", reason: `${text} cannot be tried: the host has neither bash nor nc` };
  }
  if ((state === "yes") === goal.holds) return { kind: "changes", changes: [] };
  return {
    kind: "wait",
    summary: goal.holds ? text : `the end of ${text}`,
    script: waitScript(goal, text),
    timeoutMs: (goal.delay + goal.timeout + goal.sleep + 10) * 1000,
  };
}

function waitScript(goal: WaitGoal, text: string): string {
  const complaint = `${text} is ${goal.holds ? "not there yet" : "still there"} after ${goal.timeout} s`;
  return `holds() (
${conditionScript(goal.condition)}
)
# The clock may be set meanwhile; this one only goes on.
now() {
  read -r up _ </proc/uptime
  echo "\${up%%.*}"
}
${goal.delay > 0 ? `sleep ${goal.delay}\n` : ""}end=$(($(now) + ${goal.timeout}))
${goal.holds ? "until" : "while"} holds; do
  if [ "$(now)" -ge "$end" ]; then
    echo ${shQuote(complaint)} >&2
    exit 1
  fi
  sleep ${goal.sleep}
done`;
}
