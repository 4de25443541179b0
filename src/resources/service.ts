import { defineModule } from "./module.ts";
import { resource } from "./resource.ts";
import { fixedFiles, isStarted, type ServiceGoal, servicePlan } from "./service-plan.ts";
import { type ServiceState, serviceState } from "./service-probe.ts";

const unitSuffix = /\.(service|socket|timer|target|mount|automount|swap|path|slice|scope|device)$/;

/** A unit of systemd: running or not, started at boot or not. */
export const serviceModule = defineModule({
  name: "service",
  aliases: ["systemd"],
  summary: "Starts, stops, enables, disables or masks a systemd unit.",
  example: `- name: Run containerd
  service:
    name: containerd
    state: started
    enabled: true`,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: {
        type: "string",
        pattern: "^[A-Za-z0-9@_][A-Za-z0-9@:._\\\\-]*$",
        errorMessage: "must be the name of a systemd unit",
        description: "The unit; without a suffix a service.",
      },
      state: {
        enum: ["started", "stopped", "restarted", "reloaded"],
        description:
          "`started` and `stopped` describe a state; `restarted` and `reloaded` act each time, and start a unit that is not running.",
      },
      enabled: { type: "boolean", description: "Whether it starts at boot. Default: as it is." },
      masked: { type: "boolean", description: "Whether it can be started at all. Default: as it is." },
      daemon_reload: {
        type: "boolean",
        description:
          "true reads the unit's files anew when they have changed, false never does; by default that happens before a start.",
      },
    },
  },
  extra: {
    anyOf: ["state", "enabled", "masked", "daemon_reload"].map((name) => ({ required: [name] })),
  },
  build(args) {
    const goal: ServiceGoal = {
      unit: unitSuffix.test(args.name) ? args.name : `${args.name}.service`,
      state: args.state ?? null,
      enabled: args.enabled ?? null,
      masked: args.masked ?? null,
      daemonReload: args.daemon_reload ?? null,
    };
    const definition = {
      id: `service ${goal.unit}`,
      probes: { service: serviceState({ unit: goal.unit }) },
      plan: ({ service }: States) => servicePlan(goal, service),
      after: ({ service }: States) => ({ service: foretold(goal, service) }),
    };
    const acts = goal.state === "restarted" || goal.state === "reloaded";
    if (!acts) return resource(definition);
    return resource({ ...definition, verify: ({ service }) => verdict(goal, service) });
  },
});

interface States {
  readonly service: ServiceState;
}

function verdict(goal: ServiceGoal, state: ServiceState): string | null {
  if (state.kind !== "unit") return `unit ${goal.unit} does not exist`;
  return isStarted(state) ? null : `${goal.unit} was ${goal.state}, but is ${state.active} (${state.sub})`;
}

const fresh = {
  kind: "unit",
  load: "loaded",
  active: "inactive",
  sub: "dead",
  file: "",
  ranOnce: false,
  needsReload: false,
  canReload: false,
} as const;

function foretold(goal: ServiceGoal, state: ServiceState): ServiceState {
  if (state.kind === "no systemd") return state;
  const unit = state.kind === "unit" ? state : fresh;
  const wants = {
    ...(goal.state === null ? {} : goal.state === "stopped" ? stopped : running),
    ...(goal.enabled === null || fixedFiles.includes(unit.file) ? {} : { file: fileOf(goal.enabled) }),
    ...(goal.masked === null ? {} : { load: goal.masked ? "masked" : "loaded" }),
    ...(goal.masked ? { file: "masked" } : {}),
  };
  return { ...unit, ...wants, needsReload: false };
}

const fileOf = (enabled: boolean) => (enabled ? "enabled" : "disabled");

const stopped = { active: "inactive", sub: "dead" };
const running = { active: "active", sub: "running" };
