import { defineModule } from "../../../src/resources/module.ts";
import { pathState } from "../../../src/resources/path-probe.ts";
import { resource, satisfied } from "../../../src/resources/resource.ts";

const state = "/var/lib/tailscale";
const cache = "/var/cache/tailscale";

/** The folder of tailscaled's state, made before tailscaled makes it: so a rollback also takes what has come into it. */
export const stateFolderModule = defineModule({
  name: "tailscale_state_folder",
  summary: "Makes the folder that tailscaled keeps its state in.",
  schema: { type: "object", additionalProperties: false, properties: {} },
  example: "- name: Create the folder of tailscaled's state\n  tailscale_state_folder: {}\n",
  build: () =>
    resource({
      id: `folder ${state}`,
      probes: { folder: pathState({ path: state }) },
      plan: ({ folder }) => {
        if (folder.kind !== "absent") return satisfied;
        const script = `mkdir -p -m 0700 ${state}`;
        const undo = `rm -rf ${state} ${cache}`;
        return {
          kind: "changes",
          changes: [{ kind: "run", summary: `create ${state}`, script, undo, timeoutMs: 30_000 }],
        };
      },
    }),
});
