import { defineModule } from "../../resources/module.ts";
import { resource } from "../../resources/resource.ts";
import { firewallKinds } from "./firewall-kind.ts";
import { type FirewallGoal, firewallPlan } from "./firewall-plan.ts";
import { firewallReport } from "./firewall-report.ts";
import { firewallProbes } from "./firewall-states.ts";

const networks = { type: "array", items: { type: "string" } } as const;
const port = { type: "integer", minimum: 1, maximum: 65535 } as const;

/** The rules of a host in whichever firewall it has. Guarded: the host must never be lost. */
export const firewallModule = defineModule({
  name: "firewall",
  summary: "Keeps lab's own rules in the firewall that a host has, and leaves those of others alone.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["rules"],
    properties: {
      kind: {
        enum: ["auto", ...firewallKinds],
        description: "Which firewall. Default: auto, the one that is active.",
      },
      state: {
        enum: ["present", "absent"],
        description: "`absent` takes all of lab's away. Default: present.",
      },
      rules: {
        type: "array",
        description: "What is let in, beside SSH.",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["name", "protocol", "ports", "from", "interface", "why", "neededBy"],
          properties: {
            name: { type: "string", pattern: "^[a-z0-9-]{1,40}$" },
            protocol: { enum: ["tcp", "udp", "icmp", "ipip", "any"] },
            ports: {
              type: "array",
              items: {
                type: "object",
                additionalProperties: false,
                required: ["first", "last"],
                properties: { first: port, last: port },
              },
            },
            from: networks,
            interface: { anyOf: [{ type: "string" }, { type: "null" }] },
            why: { type: "string" },
            neededBy: { type: "string" },
          },
        },
      },
      pod_networks: { ...networks, description: "Networks of pods, which are let through the host." },
      ssh: {
        type: "object",
        additionalProperties: false,
        description: "How sshd is reached. Default: as it is.",
        properties: { port, from: networks },
      },
    },
  },
  example: "firewall: { kind: nftables, rules: [] }",
  build({ kind = "auto", state = "present", rules, pod_networks: podNetworks = [], ssh = {} }) {
    const goal: FirewallGoal = { kind, state, rules, podNetworks, ssh };
    return resource({
      id: "firewall",
      probes: firewallProbes,
      guarded: true,
      plan: (states) => firewallPlan(goal, states),
      result: (states) => ({ firewall: firewallReport(goal, states) }),
    });
  },
});
