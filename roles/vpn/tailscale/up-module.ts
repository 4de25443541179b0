import { defineModule } from "../../../src/resources/module.ts";
import { resource } from "../../../src/resources/resource.ts";
import { planUp } from "./plan-up.ts";
import { tailscaleState } from "./tailscale-state.ts";

const text = { type: "string" } as const;
const texts = { type: "array", items: text } as const;

/** A host in its tailnet. */
export const upModule = defineModule({
  name: "tailscale_up",
  summary: "Joins a host to its tailnet with these settings, and shows when its key ends.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["preferences", "timeout", "warn_days"],
    properties: {
      preferences: {
        type: "object",
        additionalProperties: false,
        required: ["loginServer", "hostname", "tags", "acceptRoutes", "acceptDns", "advertiseRoutes", "ssh"],
        properties: {
          loginServer: text,
          hostname: text,
          tags: texts,
          acceptRoutes: { type: "boolean" },
          acceptDns: { type: "boolean" },
          advertiseRoutes: texts,
          ssh: { type: "boolean" },
        },
        description: "All that `tailscale up` is told.",
      },
      auth_key: { ...text, description: "Lets it in, where it has to log in." },
      timeout: { type: "integer", description: "Seconds." },
      warn_days: { type: "integer", description: "Days before the end of its key." },
    },
  },
  secrets: ["auth_key"],
  example: `- name: Join the tailnet
  tailscale_up:
    preferences:
      loginServer: https://headscale.example
      hostname: worker1
      tags: []
      acceptRoutes: false
      acceptDns: false
      advertiseRoutes: []
      ssh: false
    timeout: 60
    warn_days: 14`,
  build({ preferences, auth_key, timeout, warn_days }) {
    const authKey = auth_key === undefined || auth_key === "" ? null : auth_key;
    const goal = { preferences, authKey, timeoutSeconds: timeout, warnDays: warn_days };
    return resource({
      id: "tailnet",
      guarded: true,
      probes: { state: tailscaleState({}) },
      plan: ({ state }) => planUp(goal, state),
      after: ({ state }) =>
        state.kind === "answers" ? { state: { ...state, backend: "Running", preferences } } : {},
    });
  },
});
