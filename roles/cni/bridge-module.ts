import { contentSha256 } from "../../src/resources/content-of.ts";
import { defineModule } from "../../src/resources/module.ts";
import { pathState } from "../../src/resources/path-probe.ts";
import type { PathState } from "../../src/resources/path-state.ts";
import { planFileContent } from "../../src/resources/plan-file-content.ts";
import { probeOf } from "../../src/resources/probe.ts";
import { type Plan, resource } from "../../src/resources/resource.ts";
import { bridgeConfig, bridgeConfigName } from "./bridge-config.ts";

const plugins = ["bridge", "host-local", "loopback", "portmap"];
const pluginFolder = "/opt/cni/bin";
const folder = "/etc/cni/net.d";

/** Which of the plugins that the bridge needs are missing. */
const missingPlugins = probeOf(
  {
    name: "cni plugins",
    script: () =>
      `for lab_name in ${plugins.join(" ")}; do [ -x ${pluginFolder}/"$lab_name" ] || printf '%s\\n' "$lab_name"; done`,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const names = stdout.split("\n").filter((name) => name !== "");
      return queries.map(() => names);
    },
  },
  () => "of the bridge",
);

/** The configuration of the bridge that a node's pods hang on. */
export const bridgeModule = defineModule({
  name: "bridge_network",
  summary: "Configures the bridge that the pods of a node hang on.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["pod_cidrs"],
    properties: {
      pod_cidrs: {
        type: "array",
        minItems: 1,
        items: { type: "string" },
        description: "The networks of the node's own pods, one per family.",
      },
      mtu: { type: "integer", minimum: 576, maximum: 65535, description: "Of the pods' interfaces." },
    },
  },
  example: "bridge_network:\n  pod_cidrs: [10.244.1.0/24]",
  build({ pod_cidrs, ...settings }) {
    const path = `${folder}/${bridgeConfigName}`;
    const content = { kind: "text", text: bridgeConfig({ podCidrs: pod_cidrs, ...settings }) } as const;
    return resource({
      id: `file ${path}`,
      probes: {
        file: pathState({ path, content: { unlessSha256: contentSha256(content) } }),
        missing: missingPlugins({}),
      },
      plan({ file, missing }) {
        if (missing.length > 0) {
          return {
            kind: "blocked",
            reason: `there is no ${missing.map((name) => `${pluginFolder}/${name}`).join(", ")}`,
          };
        }
        return withFolder(file, (state) => planFileContent({ path, content, mode: "0644" }, state));
      },
    });
  },
});

/** Where the folder is missing, it is made first. Pure. */
function withFolder(state: PathState, plan: (state: PathState) => Plan): Plan {
  if (state.kind !== "absent" || state.parent !== "absent") return plan(state);
  const planned = plan({ kind: "absent", parent: "directory" });
  if (planned.kind !== "changes") return planned;
  const mkdir = {
    kind: "run",
    summary: `mkdir -p ${folder}`,
    script: `mkdir -p ${folder}`,
    undo: `rmdir ${folder} /etc/cni 2>/dev/null || true`,
    timeoutMs: 10_000,
  } as const;
  return { ...planned, changes: [mkdir, ...planned.changes] };
}
