import { InputError } from "../errors.ts";
import { accountProbes, blockedByAccount } from "./account-probes.ts";
import { editBlock } from "./block-edit.ts";
import { defineModule } from "./module.ts";
import { normalPath } from "./normal-path.ts";
import { absolutePath, ownershipProperties } from "./path-arguments.ts";
import { pathState } from "./path-probe.ts";
import { planEdit } from "./plan-edit.ts";
import { resource } from "./resource.ts";
import { onePlace, placeOf, placeProperties } from "./text-place.ts";
import { validateProperty } from "./validate-argument.ts";

/** `blockinfile`: several lines in a text file, between two marker lines. */
export const blockinfileModule = defineModule({
  name: "blockinfile",
  summary:
    "Makes sure that a block of lines, between two marker lines, is in a text file, or that it is not.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["path"],
    properties: {
      path: { ...absolutePath, description: "The file; it must exist unless `create` is set." },
      block: { type: "string", description: "The lines. An empty block is the same as `state: absent`." },
      marker: {
        type: "string",
        pattern: "^[^\\n]*\\{mark\\}[^\\n]*$",
        errorMessage: "must be one line that holds {mark}",
        description: "The marker lines; {mark} stands for marker_begin and marker_end.",
        default: "# {mark} LAB MANAGED BLOCK",
      },
      marker_begin: { type: "string", description: "Default: BEGIN." },
      marker_end: { type: "string", description: "Default: END." },
      state: { enum: ["present", "absent"], description: "absent removes the block and its markers." },
      ...placeProperties,
      create: { type: "boolean", description: "Makes the file where it does not exist. Default: false." },
      ...ownershipProperties,
      ...validateProperty,
    },
  },
  extra: { allOf: [onePlace] },
  example: `- name: Name the nodes
  blockinfile:
    path: /etc/hosts
    block: |
      10.0.0.11 cp1
      10.0.0.12 worker1`,
  build(args) {
    const path = normalPath(args.path);
    const wanted = { ...placeOf(args), ...markersOf(args), lines: linesOf(args) };
    if (wanted.lines?.some((line) => line === wanted.begin || line === wanted.end)) {
      throw new InputError({ message: `"block" holds one of its own marker lines: ${wanted.begin}` });
    }
    const file = { ...args, path, absentIsFine: wanted.lines === null };
    return resource({
      id: `file ${path}`,
      probes: { path: pathState({ path, content: "always" }), ...accountProbes(args) },
      plan: ({ path: state, ...accounts }) =>
        blockedByAccount(accounts) ?? planEdit(file, state, (text) => editBlock(text, wanted)),
    });
  },
});

function linesOf(args: { readonly block?: string; readonly state?: string }): readonly string[] | null {
  const { block = "", state = "present" } = args;
  return state === "absent" || block === "" ? null : block.replace(/\n$/, "").split("\n");
}

function markersOf(args: {
  readonly marker?: string;
  readonly marker_begin?: string;
  readonly marker_end?: string;
}): { readonly begin: string; readonly end: string } {
  const { marker = "# {mark} LAB MANAGED BLOCK", marker_begin = "BEGIN", marker_end = "END" } = args;
  const markers = {
    begin: marker.replaceAll("{mark}", () => marker_begin),
    end: marker.replaceAll("{mark}", () => marker_end),
  };
  if (markers.begin === markers.end) {
    throw new InputError({ message: `the marker lines of a block must differ: ${markers.begin}` });
  }
  return markers;
}
