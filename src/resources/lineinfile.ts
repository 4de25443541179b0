import { InputError } from "../errors.ts";
import { accountProbes, blockedByAccount } from "./account-probes.ts";
import { editLine, removeLines } from "./line-edit.ts";
import { defineModule } from "./module.ts";
import { normalPath } from "./normal-path.ts";
import { absolutePath, ownershipProperties } from "./path-arguments.ts";
import { pathState } from "./path-probe.ts";
import { planEdit } from "./plan-edit.ts";
import { resource } from "./resource.ts";
import { onePlace, placeOf, placeProperties, regularExpression } from "./text-place.ts";
import { validateProperty } from "./validate-argument.ts";

/** `lineinfile`: one line in a text file. */
export const lineinfileModule = defineModule({
  name: "lineinfile",
  summary: "Makes sure that a line is in a text file, or that no such line is.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["path"],
    properties: {
      path: { ...absolutePath, description: "The file; it must exist unless `create` is set." },
      line: {
        type: "string",
        pattern: "^[^\\n]*$",
        errorMessage: "must be a single line; blockinfile takes several",
        description: "The line. With `backrefs`, \\1 stands for the first group of `regexp`.",
      },
      regexp: {
        type: "string",
        description:
          "Regular expression (JavaScript) of the line to replace; the last match is. A line that is there already and would not match itself is enough.",
      },
      state: { enum: ["present", "absent"], description: "absent removes every line that matches." },
      ...placeProperties,
      create: { type: "boolean", description: "Makes the file where it does not exist. Default: false." },
      backrefs: {
        type: "boolean",
        description: "Fills groups into `line`, and adds nothing where `regexp` does not match.",
      },
      ...ownershipProperties,
      ...validateProperty,
    },
  },
  extra: {
    allOf: [onePlace],
    anyOf: [
      { required: ["line"] },
      { required: ["regexp", "state"], properties: { state: { const: "absent" } } },
    ],
  },
  example: `- name: Let root log in with a key only
  lineinfile:
    path: /etc/ssh/sshd_config
    regexp: "^#?PermitRootLogin "
    line: PermitRootLogin prohibit-password
    validate: sshd -t -f %s`,
  build(args) {
    const path = normalPath(args.path);
    const edit = editOf(args);
    const file = { ...args, path, absentIsFine: args.state === "absent" };
    return resource({
      id: `file ${path}`,
      probes: { path: pathState({ path, content: "always" }), ...accountProbes(args) },
      plan: ({ path: state, ...accounts }) => blockedByAccount(accounts) ?? planEdit(file, state, edit),
    });
  },
});

/** The edit that the arguments ask for. Throws InputError where they do not say enough, or hold a faulty expression. */
function editOf(args: {
  readonly line?: string;
  readonly regexp?: string;
  readonly state?: "present" | "absent";
  readonly backrefs?: boolean;
  readonly insertafter?: string;
  readonly insertbefore?: string;
}): (text: string) => string {
  const { line, state = "present", backrefs = false } = args;
  const regexp = args.regexp === undefined ? null : regularExpression("regexp", args.regexp);
  const place = placeOf(args);
  if (state === "absent") {
    if (regexp === null && line === undefined) throw new InputError({ message: 'needs "line" or "regexp"' });
    return (text) => removeLines(text, regexp, line);
  }
  if (line === undefined) throw new InputError({ message: '"state: present" needs "line"' });
  if (backrefs && regexp === null) throw new InputError({ message: '"backrefs" needs "regexp"' });
  return (text) => editLine(text, { ...place, line, regexp, backrefs });
}
