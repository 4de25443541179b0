import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadRoles } from "../../../roles/index.ts";
import { InputError } from "../../../src/errors.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { modules } from "../../../src/resources/index.ts";
import { playbookEditorSchema, tasksEditorSchema } from "../../../src/schema/playbook-editor-schema.ts";
import { beyondSchemas } from "./beyond-schemas.ts";
import { judge } from "./validity.ts";

const roles = await loadRoles();

const problemsOf = judge(playbookEditorSchema({ modules, roles }));
const problemsOfTasks = judge(tasksEditorSchema({ modules, roles }));

function playbooksIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => (/\.ya?ml$/.test(file) ? [join(folder, file)] : []));
}

function read(path: string): unknown {
  return parseYamlFile(path, readFileSync(path, "utf8")).data;
}

const right = [
  ...playbooksIn("playbooks"),
  ...playbooksIn("test/fixtures/modules"),
  ...playbooksIn("test/fixtures/validate"),
  ...playbooksIn("test/fixtures/corpus/right"),
];
const wrong = [...playbooksIn("test/fixtures/wrong/playbook"), ...playbooksIn("test/fixtures/corpus/wrong")];

describe("the schema of playbooks", () => {
  it.each(right)("accepts %s", (path) => {
    expect(problemsOf(read(path))).toEqual([]);
  });

  it.each(wrong.filter((path) => !(path in beyondSchemas)))("refuses %s", (path) => {
    expect(isRefused(path)).toBe(true);
  });

  it.each(Object.keys(beyondSchemas))("cannot see what is wrong with %s", (path) => {
    expect(wrong).toContain(path);
    expect(problemsOf(read(path))).toEqual([]);
  });

  it.each(modules.map((module) => [module.name, module] as const))(
    "accepts the example of %s, under each of its names",
    (name, { example, aliases = [] }) => {
      for (const called of [name, ...aliases, `ansible.builtin.${name}`]) {
        const text = example.replace(`  ${name}:`, `  ${called}:`);
        expect(problemsOfTasks(parseYamlFile("tasks.yaml", text).data)).toEqual([]);
      }
    },
  );
});

/** What is not even YAML is refused by every editor. */
function isRefused(path: string): boolean {
  try {
    return problemsOf(read(path)).length > 0;
  } catch (error) {
    if (error instanceof InputError) return true;
    throw error;
  }
}

describe("a task in an editor", () => {
  const refused = (task: object) => problemsOfTasks([task]).length > 0;

  it.each([
    ["a template in place of a number", { wait_for: { port: "{{ port }}" } }],
    ["a template in place of true", { package: { name: "curl", purge: "{{ purge }}" } }],
    ["a template in place of a word", { service: { name: "cron", state: "{{ state }}" } }],
    ["a template in a list", { package: { name: ["curl", "{{ tool }}"] } }],
    ["a template in place of a mapping", { command: { cmd: "env", environment: "{{ environment }}" } }],
    ["a free form", { command: "uptime" }],
    ["a free form that is a list", { package: ["curl", "jq"] }],
    ["a longer name", { "community.general.modprobe": { name: "overlay" } }],
    ["a block", { block: [{ command: "uptime" }], rescue: [{ debug: { msg: "late" } }], when: "true" }],
    ["a role with arguments", { include_role: { name: "base", args: { swap: "keep" } } }],
    ["a file of tasks", { import_tasks: "tasks.yaml", become: true }],
    ["an order to lab", { meta: "flush_handlers" }],
    ["another user for a command", { command: "id", become_user: "postgres" }],
  ])("may have %s", (_, task) => {
    expect(problemsOfTasks([task])).toEqual([]);
  });

  it.each([
    ["a word that no one knows", { package: "curl", wen: "true" }],
    ["an argument that the module does not have", { package: { nme: "curl" } }],
    ["a text that is no template in place of a number", { wait_for: { port: "https" } }],
    ["no module", { name: "Nothing" }],
    ["two modules", { command: "uptime", shell: "uptime" }],
    ["two modules, one of them with a longer name", { command: "uptime", "ansible.builtin.shell": "uptime" }],
    ["a longer name of no module", { "ansible.builtin.pakage": "curl" }],
    ["Ansible's short form", { package: "name=curl state=present" }],
    ["a rescue without a block", { command: "uptime", rescue: [] }],
    ["a loop on a block", { block: [{ command: "uptime" }], loop: [1, 2] }],
    ["a mistake within a block", { block: [{ block: [{ pakage: "curl" }] }] }],
    ["an argument that the role does not have", { include_role: { name: "base", args: { swp: "keep" } } }],
    ["a role that there is not", { include_role: "bsae" }],
    ["an order that there is not", { meta: "flush" }],
    ["braces around an expression", { command: "uptime", when: "{{ ready }}" }],
    ["braces around an expression of assert", { assert: { that: ["{{ ready }}"] } }],
    ["the background where no command is", { file: { path: "/a", state: "absent" }, async: 60 }],
    ["another user where no command is", { file: { path: "/a", state: "absent" }, become_user: "ann" }],
    ["a poll without async", { command: "uptime", poll: 5 }],
    ["a variable that is lab's own", { command: "uptime", vars: { facts: {} } }],
  ])("cannot have %s", (_, task) => {
    expect(refused(task)).toBe(true);
  });
});
