import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { blockinfileModule } from "../../../src/resources/blockinfile.ts";
import type { Plan } from "../../../src/resources/resource.ts";
import { satisfied } from "../../../src/resources/resource.ts";
import { absent, fileOf } from "./path-states.ts";
import { built, planOf } from "./plan-of.ts";

type Arguments = Omit<Parameters<typeof blockinfileModule.build>[0], "path">;

const path = "/etc/hosts";
const [begin, end] = ["# BEGIN LAB MANAGED BLOCK", "# END LAB MANAGED BLOCK"];

function planFor(text: string, args: Arguments): Plan {
  return planOf(blockinfileModule, { path, ...args }, { path: fileOf(text) });
}

describe("blockinfile", () => {
  it("is ok when the block is there, with or without a final line end", () => {
    const text = `a\n${begin}\nx\n\ny\n${end}\nz\n`;
    expect(planFor(text, { block: "x\n\ny\n" })).toEqual(satisfied);
    expect(planFor(text, { block: "x\n\ny" })).toEqual(satisfied);
  });

  it.each<[string, string, Arguments, string]>([
    ["adds at the end", "a", { block: "x\n" }, `a\n${begin}\nx\n${end}\n`],
    ["adds after a match", "a\nb\n", { block: "x", insertafter: "^a" }, `a\n${begin}\nx\n${end}\nb\n`],
    ["adds before a match", "a\nb\n", { block: "x", insertbefore: "^b" }, `a\n${begin}\nx\n${end}\nb\n`],
    ["adds at the beginning", "a\n", { block: "x", insertbefore: "BOF" }, `${begin}\nx\n${end}\na\n`],
    ["changes in place", `${begin}\nx\n${end}\nb\n`, { block: "y\nz\n" }, `${begin}\ny\nz\n${end}\nb\n`],
    ["removes", `a\n${begin}\nx\n${end}\nb\n`, { state: "absent" }, "a\nb\n"],
    ["removes when empty", `a\n${begin}\nx\n${end}\n`, { block: "" }, "a\n"],
    [
      "has markers of its own",
      "a\n",
      { block: "x", marker: ";{mark}!", marker_begin: "<$&", marker_end: ">" },
      "a\n;<$&!\nx\n;>!\n",
    ],
    ["keeps CRLF", "a\r\n", { block: "x" }, `a\r\n${begin}\r\nx\r\n${end}\r\n`],
  ])("%s", (_, text, args, expected) => {
    const kept = { kind: "file", mode: "0644", owner: "root", group: "root" };
    const before = { ...kept, content: { kind: "text", text } };
    const after = { ...kept, content: { kind: "text", text: expected } };
    expect(planFor(text, args)).toEqual({
      kind: "changes",
      changes: [{ kind: "path", path, before, after }],
    });
    expect(planFor(expected, args)).toEqual(satisfied);
  });

  it("touches nothing when a marker has lost its other half", () => {
    const message = `/etc/hosts: holds the line "${begin}", but no matching "${end}"`;
    expect(planFor(`${end}\n${begin}\nx\n`, { block: "y" })).toEqual({ kind: "failed", message });
    expect(planFor(`${end}\n`, { block: "y" })).toMatchObject({ kind: "failed" });
  });

  it("makes a file only when asked to", () => {
    const created = planOf(blockinfileModule, { path, block: "x", create: true }, { path: absent });
    expect(created).toMatchObject({ changes: [{ after: { content: { text: `${begin}\nx\n${end}\n` } } }] });
    expect(planOf(blockinfileModule, { path, block: "x" }, { path: absent })).toMatchObject({
      kind: "blocked",
    });
    expect(planOf(blockinfileModule, { path, block: "" }, { path: absent })).toEqual(satisfied);
  });

  it.each<Arguments>([
    { block: `a\n${end}\n` },
    { block: "a", marker_begin: "END" },
    { block: "a", insertafter: "(" },
  ])("rejects %j before the run", (args) => {
    expect(() => built(blockinfileModule, { path, ...args })).toThrow(InputError);
  });
});
