import { describe, expect, it } from "vitest";
import { tagSelection, unknownTags } from "../../../src/playbook/tag-selection.ts";

/** Of tasks with these tags, those that run. */
const tasks = ["", "a", "b", "a,b", "always", "always,a", "never", "never,a"];

function selected(only: string[], skip: string[] = []): string[] {
  const isSelected = tagSelection(only, skip);
  return tasks.filter((tags) => isSelected(tags === "" ? [] : tags.split(",")));
}

describe("tagSelection", () => {
  it.each([
    [[], [], ["", "a", "b", "a,b", "always", "always,a"]],
    [["a"], [], ["a", "a,b", "always", "always,a", "never,a"]],
    [["a", "b"], ["b"], ["a", "always", "always,a", "never,a"]],
    [[], ["a"], ["", "b", "always"]],
    [[], ["always"], ["", "a", "b", "a,b"]],
    [["never"], [], ["always", "always,a", "never", "never,a"]],
    [["all"], [], ["", "a", "b", "a,b", "always", "always,a"]],
    [["tagged"], [], ["a", "b", "a,b", "always", "always,a"]],
    [["untagged"], [], ["", "always", "always,a"]],
    [[], ["tagged"], ["", "always", "always,a"]],
    [["unknown"], [], ["always", "always,a"]],
  ])("--tags %j --skip-tags %j", (only, skip, expected) => {
    expect(selected(only, skip)).toEqual(expected);
  });
});

describe("unknownTags", () => {
  it("names each tag that nothing carries, but not those with a meaning of their own", () => {
    const flags = [
      { flag: "--tags", tags: ["instal", "all", "never"] },
      { flag: "--skip-tags", tags: ["untagged", "install", "x"] },
    ] as const;
    expect(
      unknownTags(flags, new Set(["install"])).map(({ message, hint }) => `${message}: ${hint}`),
    ).toEqual([
      'no task has the tag "instal": did you mean "install"?',
      'no task has the tag "x": known: install',
    ]);
  });
});
