import { describe, expect, it } from "vitest";
import { createDiffView } from "../../../src/report/diff-view.ts";
import { type Paint, plainPaint } from "../../../src/report/paint.ts";
import { taskEnd } from "./events.ts";

const diff = "--- /etc/x\n+++ /etc/x\n@@ -1 +1 @@\n--- sql comment\n+b\n c";

describe("the diff view", () => {
  it("groups identical changes of many hosts, by task in order", () => {
    const view = createDiffView(plainPaint);
    const same = { changes: [{ title: "/etc/x", diff: "+b" }] };
    view.add(taskEnd("node10", "Configure", "changed", { ...same, role: "base" }));
    view.add(
      taskEnd("node1", "Install", "changed", { changes: [{ title: "apt-get install chrony", diff: "" }] }),
    );
    view.add(taskEnd("node2", "Configure", "changed", { ...same, role: "base" }));
    view.add(
      taskEnd("node3", "Configure", "changed", { role: "base", changes: [{ title: "/etc/x", diff: "+c" }] }),
    );
    view.add(taskEnd("node3", "Nothing", "ok"));
    expect(view.lines()).toEqual([
      "Configure (base)",
      "/etc/x, on 2 hosts: node2, node10",
      "  +b",
      "/etc/x, on node3",
      "  +c",
      "",
      "Install",
      "apt-get install chrony, on node1",
      "",
    ]);
  });

  it("colours additions and removals, but not headers", () => {
    const marks: Paint = (style, text) => `<${style}>${text}`;
    const view = createDiffView(marks);
    view.add(taskEnd("a", "Configure", "changed", { changes: [{ title: "/etc/x", diff }] }));
    expect(view.lines().slice(2, -1)).toEqual([
      "  --- /etc/x",
      "  +++ /etc/x",
      "  <cyan>@@ -1 +1 @@",
      "  <red>--- sql comment",
      "  <green>+b",
      "   c",
    ]);
  });

  it("shows 200 lines of a diff and says how many are left out", () => {
    const view = createDiffView(plainPaint);
    const long = Array.from({ length: 250 }, (_, index) => `+${index}`).join("\n");
    view.add(taskEnd("a", "Configure", "changed", { changes: [{ title: "/etc/x", diff: long }] }));
    const lines = view.lines();
    expect(lines).toHaveLength(204);
    expect(lines.slice(-3)).toEqual(["  +199", "  … 50 more lines", ""]);
  });
});
