import type { Change } from "./change.ts";
import { defineModule } from "./module.ts";
import { normalPath } from "./normal-path.ts";
import { pathState } from "./path-probe.ts";
import type { PathState } from "./path-state.ts";
import { type Plan, resource } from "./resource.ts";
import { shQuote } from "./sh-quote.ts";
import { withSysctl } from "./sysctl-file.ts";
import { normalValue, sysctlPath } from "./sysctl-key.ts";
import { type SysctlState, sysctlState } from "./sysctl-probe.ts";
import { textChanges, textFile } from "./text-file.ts";

/** A kernel parameter, live and in sysctl.d. */
export const sysctlModule = defineModule({
  name: "sysctl",
  summary: "Sets a kernel parameter now and for every boot.",
  example: `- name: Forward packets
  sysctl:
    name: net.ipv4.ip_forward
    value: 1`,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: {
        type: "string",
        pattern: "^[A-Za-z0-9_]+([./][A-Za-z0-9_:@-]+)+$",
        errorMessage: "must be a kernel parameter such as net.ipv4.ip_forward",
        description: "The parameter; a dot within an interface name is written as a slash.",
      },
      value: {
        anyOf: [
          { type: "string", pattern: "^[^\\n]+$", errorMessage: "must be one line" },
          { type: "integer" },
        ],
        description: "The value; white space within it does not matter. Needed unless `state: absent`.",
      },
      state: {
        enum: ["present", "absent"],
        description: "`absent` takes it out of the file and leaves the live value alone. Default: present.",
      },
      sysctl_file: { type: "string", description: "Default: /etc/sysctl.d/99-lab.conf." },
      reload: {
        type: "boolean",
        description: "Whether the live value is set, too, and not only the file. Default: true.",
      },
      sysctl_set: { type: "boolean", description: "true sets the live value even with `reload: false`." },
    },
  },
  extra: {
    anyOf: [{ required: ["value"] }, { required: ["state"], properties: { state: { const: "absent" } } }],
  },
  build(args) {
    const file = normalPath(args.sysctl_file ?? "/etc/sysctl.d/99-lab.conf");
    const value =
      args.state === "absent" || args.value === undefined ? null : normalValue(String(args.value));
    const live = args.sysctl_set === true || args.reload !== false ? value : null;
    return resource({
      id: `sysctl ${args.name}`,
      probes: {
        sysctl: sysctlState({ path: sysctlPath(args.name) }),
        file: pathState({ path: file, content: "always" }),
      },
      plan: (states) => plan({ name: args.name, file, value, live }, states.sysctl, states.file),
      after: ({ sysctl }) => ({ sysctl: live === null ? sysctl : { ...sysctl, value: live } }),
    });
  },
});

interface SysctlGoal {
  readonly name: string;
  readonly file: string;
  /** Null: not in the file. */
  readonly value: string | null;
  /** Null: as it is. */
  readonly live: string | null;
}

function plan(goal: SysctlGoal, sysctl: SysctlState, fileState: PathState): Plan {
  const path = sysctlPath(goal.name);
  if (goal.live !== null && !sysctl.exists) {
    return { kind: "blocked", reason: `${path} does not exist${cureOf(path)}` };
  }
  const absent = goal.value === null && fileState.kind === "absent";
  if (absent) return { kind: "changes", changes: [] };
  const file = textFile(goal.file, fileState);
  if (file.kind === "uneditable") return { kind: "blocked", reason: file.reason };
  const text = withSysctl(file.text, goal.name, goal.value);
  // The live value goes first: what the kernel refuses must not be tried again at each boot.
  return {
    kind: "changes",
    changes: [...liveChanges(goal, sysctl), ...textChanges(goal.file, fileState, text)],
  };
}

function liveChanges(goal: SysctlGoal, { value }: SysctlState): Change[] {
  if (goal.live === null || goal.live === value) return [];
  const path = sysctlPath(goal.name);
  const set = (text: string) => `printf '%s\\n' ${shQuote(text)} >${shQuote(path)}`;
  return [
    {
      kind: "run",
      summary: `${goal.name}: ${value ?? "(unreadable)"} → ${goal.live}`,
      script: set(goal.live),
      ...(value === null ? {} : { undo: `[ -e ${shQuote(path)} ] || exit 0\n${set(value)}` }),
      timeoutMs: 30_000,
    },
  ];
}

/** Which module a missing parameter belongs to. */
function cureOf(path: string): string {
  const owners = [
    ["/proc/sys/net/bridge/", " (module br_netfilter?)"],
    ["/proc/sys/net/netfilter/nf_conntrack", " (module nf_conntrack?)"],
    ["/proc/sys/net/ipv4/vs/", " (module ip_vs?)"],
    ["/proc/sys/net/ipv6/", " (is IPv6 switched off?)"],
  ] as const;
  return owners.find(([prefix]) => path.startsWith(prefix))?.[1] ?? "";
}
