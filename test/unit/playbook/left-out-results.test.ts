import { describe, expect, it } from "vitest";
import { leftOutResults } from "../../../src/playbook/left-out-results.ts";
import { tagSelection } from "../../../src/playbook/tag-selection.ts";
import { assets, compile, inventory } from "./small-lab.ts";

function problemsWith(tags: readonly string[], tasks: string): unknown[] {
  const yaml = `- hosts: all\n  tasks:\n${tasks.replaceAll(/^/gm, "    ")}`;
  const context = { inventory, assetsOf: () => assets, isSelected: tagSelection(tags, []) };
  return leftOutResults(compile(yaml).plays, context).map(
    ({ message, location }) => `${location?.line}: ${message}`,
  );
}

const asks = "- { command: uname, register: kernel, tags: ask }\n";

describe("a result whose task is left out by its tags", () => {
  it("is told where a task is certain to read it", () => {
    const reads = `${asks}- { debug: "{{ kernel.stdout }}", tags: show }`;
    const message = '4: "kernel" is set by the task "command uname", which is left out by its tags';
    expect(problemsWith(["show"], reads)).toEqual([message]);
    expect(problemsWith([], reads)).toEqual([]);
    expect(problemsWith(["show", "ask"], reads)).toEqual([]);
    expect(problemsWith([], reads.replace("tags: ask", "tags: [never, ask]"))).toEqual([message]);
    expect(problemsWith(["show"], `${asks}- { debug: x, when: kernel.changed, tags: show }`)).toEqual([
      message,
    ]);
  });

  it("is not where the task may be skipped, where a value is written, or where another task sets it", () => {
    const guarded = `${asks}- { debug: "{{ kernel.stdout }}", when: proxy == "", tags: show }`;
    expect(problemsWith(["show"], guarded)).toEqual([]);
    const written = `- { set_fact: { proxy: x }, tags: ask }\n- { debug: "{{ proxy }}", tags: show }`;
    expect(problemsWith(["show"], written)).toEqual([]);
    const rescued = `${asks}- block: [{ debug: a }]\n  rescue: [{ command: uname, register: kernel }]\n  tags: show\n- { debug: "{{ kernel.stdout }}", tags: show }`;
    expect(problemsWith(["show"], rescued)).toEqual([]);
  });
});
