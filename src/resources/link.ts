import type { PathChange } from "./change.ts";
import { blockedByParent, describeState } from "./describe-state.ts";
import { defineModule } from "./module.ts";
import { normalPath } from "./normal-path.ts";
import { absolutePath } from "./path-arguments.ts";
import { imageOf } from "./path-image.ts";
import { pathState } from "./path-probe.ts";
import type { PathState } from "./path-state.ts";
import { planRemoval } from "./plan-removal.ts";
import { type Plan, type Resource, resource, satisfied } from "./resource.ts";

/** The schema of what a link points to. */
export const targetProperty = {
  type: "string",
  pattern: "^[^\\n\\u0000]+$",
  errorMessage: "must be a path",
} as const;

/** `link`: a symbolic link, or none. */
export const linkModule = defineModule({
  name: "link",
  summary: "Makes sure that a symbolic link points to a target, or that there is none.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["path"],
    properties: {
      path: { ...absolutePath, description: "The link." },
      src: { ...targetProperty, description: "What it points to, taken as it is; it need not exist." },
      state: { enum: ["present", "absent"], description: "absent removes the link, not what it points to." },
      force: { type: "boolean", description: "Replaces a file that is in the way. Default: false." },
    },
  },
  extra: {
    anyOf: [{ required: ["src"] }, { required: ["state"], properties: { state: { const: "absent" } } }],
  },
  example: `- name: Put kubectl on the path
  link:
    path: /usr/local/bin/kubectl
    src: /opt/bin/kubectl`,
  build(args) {
    const path = normalPath(args.path);
    if (args.src !== undefined && args.state !== "absent")
      return linkResource(path, args.src, args.force ?? false);
    return resource({
      id: `link ${path}`,
      probes: { path: pathState({ path }) },
      plan: ({ path: state }) => {
        if (state.kind === "link" || state.kind === "absent") return planRemoval(path, state);
        return { kind: "blocked", reason: `${path} is ${describeState(state)}, not a link` };
      },
    });
  },
});

/** A link that points to `target`; with `force`, in place of a file. */
export function linkResource(path: string, target: string, force: boolean): Resource {
  return resource({
    id: `link ${path}`,
    probes: { path: pathState({ path, content: force ? "always" : "never" }) },
    plan: (states) => planLink(path, target, force, states.path),
  });
}

function planLink(path: string, target: string, force: boolean, state: PathState): Plan {
  if (state.kind === "link" && state.target === target) return satisfied;
  if (state.kind === "directory" || state.kind === "other") {
    return { kind: "blocked", reason: `${path} is ${describeState(state)}, not a link` };
  }
  if (state.kind === "file" && !force) {
    return { kind: "blocked", reason: `${path} is a file; "force: true" would replace it` };
  }
  const blocked = blockedByParent(path, state);
  if (blocked) return blocked;
  const owners = state.kind === "link" ? { owner: state.owner, group: state.group } : rootOwned;
  const after = { kind: "link", target, ...owners } as const;
  const change: PathChange = { kind: "path", path, before: imageOf(state), after };
  return { kind: "changes", changes: [change] };
}

const rootOwned = { owner: "root", group: "root" } as const;
