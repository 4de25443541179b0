import { describe, expect, it } from "vitest";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { isNotSupported, notSupported } from "../../../src/playbook/not-supported.ts";
import { playSchema, taskKeywords } from "../../../src/playbook/playbook-schema.ts";
import { modules } from "../../../src/resources/index.ts";

describe("notSupported", () => {
  it("refuses no word that works", () => {
    const ofTasks = [
      ...Object.keys(taskKeywords),
      ...modules.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
    ];
    expect(ofTasks.filter((word) => isNotSupported(word, "task"))).toEqual([]);
    expect(Object.keys(playSchema.properties).filter((word) => isNotSupported(word, "play"))).toEqual([]);
  });

  it.each([
    "block rescue always delegate_to run_once until retries delay failed_when changed_when environment",
    "become_user async poll import_tasks include_tasks include_role import_role with_items with_dict loop_control",
    "args listen throttle set_fact",
  ])("refuses in tasks: %s", (words) => {
    expect(words.split(" ").filter((word) => !isNotSupported(word, "task"))).toEqual([]);
  });

  it.each([
    "serial vars_files vars_prompt any_errors_fatal max_fail_percentage strategy order import_playbook",
    "environment become_user remote_user connection force_handlers module_defaults collections",
  ])("refuses in plays: %s", (words) => {
    expect(words.split(" ").filter((word) => !isNotSupported(word, "play"))).toEqual([]);
  });

  it("shows the word, and what to write instead", () => {
    const source = parseYamlFile("p.yaml", "- name: a\n  with_items: [a]\n");
    expect(notSupported({ name: "a", with_items: ["a"] }, "task", { source, path: [0] })).toEqual([
      {
        message: '"with_items" is not supported',
        location: { file: "p.yaml", line: 2, column: 3, length: 10, text: "  with_items: [a]" },
        hint: "write loop: with a list; the entry is called item",
      },
    ]);
  });
});
