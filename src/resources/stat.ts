import { defineModule } from "./module.ts";
import { normalPath } from "./normal-path.ts";
import { pathState } from "./path-probe.ts";
import type { PathState } from "./path-state.ts";
import { resource, satisfied } from "./resource.ts";

/** What stands at a path, for the tasks after it. */
export const statModule = defineModule({
  name: "stat",
  summary: "Registers what stands at a path; changes nothing.",
  changesNothing: true,
  example: `- name: Look at the configuration
  stat:
    path: /etc/containerd/config.toml
    get_checksum: true`,
  freeForm: "path",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["path"],
    properties: {
      path: { type: "string", description: "An absolute path." },
      follow: {
        const: false,
        errorMessage: "can only be false: ask for the path in `stat.lnk_target` where `stat.islnk` is true",
        description: "false looks at a link itself, which is all that there is. Default: false.",
      },
      get_checksum: {
        type: "boolean",
        description: "Whether a regular file is read for its checksum. Default: false.",
      },
    },
  },
  returns: {
    stat: {
      type: "object",
      description: "What stands there. All fields are always there; texts are empty where they do not apply.",
      properties: {
        exists: { type: "boolean", description: "Whether anything stands there." },
        isreg: { type: "boolean", description: "Whether it is a regular file." },
        isdir: { type: "boolean", description: "Whether it is a directory." },
        islnk: { type: "boolean", description: "Whether it is a symbolic link." },
        mode: { type: "string", description: 'Permissions as four octal digits, "0644".' },
        size: { type: "integer", description: "Size of a regular file in bytes; 0 of anything else." },
        pw_name: { type: "string", description: "The owner; a number where it has no name." },
        gr_name: { type: "string", description: "The group; a number where it has no name." },
        lnk_target: { type: "string", description: "Where a symbolic link leads, as it is written there." },
        checksum: { type: "string", description: "SHA-256 in hex, with `get_checksum`." },
      },
    },
  },
  build(args) {
    const path = normalPath(args.path);
    // No content has this hash, and none is small enough to be sent.
    const content = args.get_checksum ? ({ unlessSha256: "" } as const) : "never";
    return resource({
      id: `stat ${path}`,
      probes: { path: pathState({ path, content, maxBytes: -1 }) },
      plan: () => satisfied,
      result: (states) => ({ stat: statOf(states.path) }),
    });
  },
});

const nothing = {
  ...{ exists: true, isreg: false, isdir: false, islnk: false },
  ...{ mode: "", size: 0, pw_name: "", gr_name: "", lnk_target: "", checksum: "" },
};

/** `size` is null for a file of which a check foretells no more than that it will be there. */
function statOf(state: PathState): Readonly<Record<string, unknown>> {
  switch (state.kind) {
    case "absent":
      return { ...nothing, exists: false };
    case "other":
      return nothing;
    case "link": {
      const { owner, group, target } = state;
      return { ...nothing, islnk: true, mode: "0777", pw_name: owner, gr_name: group, lnk_target: target };
    }
    case "directory":
      return { ...nothing, isdir: true, mode: state.mode, pw_name: state.owner, gr_name: state.group };
    case "file": {
      const { mode, size, owner, group, sha256 } = state;
      return { ...nothing, isreg: true, mode, size, pw_name: owner, gr_name: group, checksum: sha256 ?? "" };
    }
  }
}
