import { describe, expect, it } from "vitest";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import {
  isNotSupported,
  notSupported,
  unsupportedWords,
  type WordKind,
} from "../../../src/playbook/not-supported.ts";
import {
  blockKeywords,
  handlerKeywords,
  importKeywords,
  loopControl,
  metaKeywords,
  playbookImport,
  playKeywords,
  promptEntry,
  roleEntry,
  taskKeywords,
} from "../../../src/playbook/playbook-schema.ts";
import { modules } from "../../../src/resources/index.ts";

const schemas: Readonly<Record<WordKind, object>> = {
  play: playKeywords,
  block: blockKeywords,
  import: { ...importKeywords, ...playbookImport.properties },
  role: roleEntry.properties,
  task: taskKeywords,
  handler: handlerKeywords,
  meta: metaKeywords,
  prompt: promptEntry.properties,
  loop_control: loopControl.properties,
  include_role: { name: {}, args: {} },
  include_tasks: { file: {} },
};

const kinds: readonly WordKind[] = [
  ...(["play", "block", "import", "role", "task", "handler"] as const),
  ...(["meta", "prompt", "loop_control", "include_role", "include_tasks"] as const),
];

describe("notSupported", () => {
  it.each(kinds)("refuses no word that works: %s", (kind) => {
    const ofModules = modules.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    const works = [
      ...Object.keys(schemas[kind]),
      ...(kind === "task" || kind === "handler" ? ofModules : []),
    ];
    expect(works.filter((word) => Object.hasOwn(unsupportedWords[kind], word))).toEqual([]);
  });

  it("says of each word what to use instead", () => {
    for (const words of Object.values(unsupportedWords)) {
      for (const [word, instead] of Object.entries(words)) expect(instead, word).not.toBe("");
    }
  });

  it.each<[WordKind, string]>([
    ["play", "become_method remote_user connection force_handlers module_defaults collections gather_subset"],
    ["play", "fact_path debugger include delegate_to when"],
    ["block", "loop register until notify with_items"],
    ["import", "loop with_items register"],
    ["role", "tasks_from allow_duplicates loop"],
    [
      "task",
      "action args local_action include_vars import_playbook listen with_items with_dict delegate_facts",
    ],
    ["handler", "block rescue always meta include_role with_items"],
    ["prompt", "encrypt salt unsafe"],
    ["loop_control", "extended break_when"],
  ])("refuses of a %s: %s", (kind, words) => {
    expect(words.split(" ").filter((word) => !isNotSupported(word, kind))).toEqual([]);
  });

  it("shows the word, and what to write instead; with or without its collection", () => {
    const source = parseYamlFile("p.yaml", "- name: a\n  ansible.builtin.include_vars: a.yaml\n");
    const task = { name: "a", "ansible.builtin.include_vars": "a.yaml" };
    expect(notSupported(task, "task", { source, path: [0] })).toEqual([
      {
        message: '"ansible.builtin.include_vars" is not supported',
        location: {
          ...{ file: "p.yaml", line: 2, column: 3, length: 28 },
          text: "  ansible.builtin.include_vars: a.yaml",
        },
        hint: "list the file under vars_files: of the play",
      },
    ]);
  });
});
