import type { PathChange } from "./change.ts";
import { defineModule } from "./module.ts";
import { imageOf } from "./path-image.ts";
import { pathState } from "./path-probe.ts";
import type { PathState } from "./path-state.ts";
import { type Plan, resource } from "./resource.ts";
import { textChanges, textFile } from "./text-file.ts";
import { timezoneState, zoneFile } from "./timezone-probe.ts";

const localtime = "/etc/localtime";
const debianFile = "/etc/timezone";

/** The time zone of the host. Services that are running keep the old one until they are started anew. */
export const timezoneModule = defineModule({
  name: "timezone",
  summary: "Sets the time zone: /etc/localtime, and /etc/timezone where there is one.",
  example: `- name: Korean time
  timezone:
    name: Asia/Seoul`,
  freeForm: "name",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: {
        type: "string",
        pattern: "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$",
        errorMessage: "must be the name of a time zone such as Asia/Seoul",
        description: "A name of the IANA time zone database.",
      },
    },
  },
  build: ({ name }) =>
    resource({
      id: `timezone ${name}`,
      probes: {
        known: timezoneState({ zone: name }),
        localtime: pathState({ path: localtime }),
        file: pathState({ path: debianFile, content: "always" }),
      },
      plan: (states) => plan(name, states),
    }),
});

interface TimezoneStates {
  readonly known: boolean;
  readonly localtime: PathState;
  readonly file: PathState;
}

function plan(zone: string, states: TimezoneStates): Plan {
  if (!states.known) {
    return { kind: "blocked", reason: `${zoneFile(zone)} does not exist (package tzdata?)` };
  }
  return {
    kind: "changes",
    changes: [...linkChanges(zone, states.localtime), ...nameChanges(zone, states.file)],
  };
}

function linkChanges(zone: string, state: PathState): PathChange[] {
  const linked = state.kind === "link" ? /(?:^|\/)zoneinfo\/(.*)$/.exec(state.target)?.[1] : undefined;
  if (linked === zone) return [];
  const after = { kind: "link", target: zoneFile(zone), owner: "root", group: "root" } as const;
  return [{ kind: "path", path: localtime, before: imageOf(state), after }];
}

/** Only some programs of Debian and Ubuntu read it; newer releases have none, and then none is made. */
function nameChanges(zone: string, state: PathState): PathChange[] {
  const file = textFile(debianFile, state);
  if (state.kind === "absent" || file.kind === "uneditable" || file.text.trim() === zone) return [];
  return textChanges(debianFile, state, `${zone}\n`);
}
