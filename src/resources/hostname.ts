import type { Change } from "./change.ts";
import { hostnameState } from "./hostname-probe.ts";
import { defineModule } from "./module.ts";
import { pathState } from "./path-probe.ts";
import type { PathState } from "./path-state.ts";
import { type Plan, resource } from "./resource.ts";
import { shQuote } from "./sh-quote.ts";
import { textChanges, textFile } from "./text-file.ts";

const label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const file = "/etc/hostname";

/** The host's own name, live and in /etc/hostname. */
export const hostnameModule = defineModule({
  name: "hostname",
  summary: "Sets the name of the host, now and at boot.",
  example: `- name: Name the host
  hostname:
    name: worker1`,
  freeForm: "name",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: {
        type: "string",
        maxLength: 64,
        pattern: `^${label}(\\.${label})*$`,
        errorMessage: "must be a host name of at most 64 characters (RFC 1123)",
        description: "The new name.",
      },
    },
  },
  build: ({ name }) =>
    resource({
      id: `hostname ${name}`,
      probes: { live: hostnameState({}), file: pathState({ path: file, content: "always" }) },
      plan: ({ live, file: state }) => plan(name, live, state),
      after: () => ({ live: name }),
    }),
});

function plan(name: string, live: string, state: PathState): Plan {
  const current = textFile(file, state);
  if (current.kind === "uneditable") return { kind: "blocked", reason: current.reason };
  const lines = current.text.split("\n").map((line) => line.trim());
  const written = lines.find((line) => line !== "" && !line.startsWith("#"));
  const changes = written === name ? [] : textChanges(file, state, `${name}\n`);
  return { kind: "changes", changes: [...changes, ...(live === name ? [] : [renaming(live, name)])] };
}

/** Without hostnamectl, which is not everywhere, and fails where /etc/hostname is a mount point. */
function renaming(from: string, to: string): Change {
  const script = (name: string) =>
    `{ printf '%s\\n' ${shQuote(name)} >/proc/sys/kernel/hostname; } 2>/dev/null || hostname ${shQuote(name)}`;
  return {
    kind: "run",
    summary: `host name: ${from} → ${to}`,
    script: script(to),
    undo: script(from),
    timeoutMs: 30_000,
  };
}
