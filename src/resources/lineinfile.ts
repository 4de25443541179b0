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
    const { line, state = "present", create = false, backrefs = false } = args;
    const path = normalPath(args.path);
    const regexp = args.regexp === undefined ? null : regularExpression("regexp", args.regexp);
    const place = placeOf(args);
    if (backrefs && regexp === null) throw new InputError({ message: '"backrefs" needs "regexp"' });
    const edit = (text: string): string =>
      state === "present" && line !== undefined
        ? editLine(text, { ...place, line, regexp, backrefs })
        : removeLines(text, regexp, line);
    const file = { ...args, path, create, absentIsFine: state === "absent" };
    return resource({
      id: `file ${path}`,
      probes: { path: pathState({ path, content: "always" }), ...accountProbes(args) },
      plan: ({ path: current, ...accounts }) => blockedByAccount(accounts) ?? planEdit(file, current, edit),
    });
  },
});
