import { defineModule } from "../../../src/resources/module.ts";
import { resource, satisfied } from "../../../src/resources/resource.ts";
import { tailscaleState } from "./tailscale-state.ts";
import { logoutScript } from "./up-script.ts";

/** A host that is in no tailnet. Nobody can take it back without a new auth key. */
export const logoutModule = defineModule({
  name: "tailscale_logout",
  summary: "Takes a host out of its tailnet.",
  schema: { type: "object", additionalProperties: false, properties: {} },
  example: "- name: Leave the tailnet\n  tailscale_logout: {}\n",
  build: () =>
    resource({
      id: "no tailnet",
      probes: { state: tailscaleState({}) },
      plan: ({ state }) => {
        const isOut = state.kind !== "answers" || ["NeedsLogin", "NoState"].includes(state.backend);
        if (isOut) return satisfied;
        const change = { kind: "run", summary: "tailscale logout", script: logoutScript } as const;
        return { kind: "changes", changes: [{ ...change, timeoutMs: 60_000 }] };
      },
      after: ({ state }) =>
        state.kind === "answers" ? { state: { ...state, backend: "NeedsLogin" } } : { state },
    }),
});
