import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { checkSchema } from "../../../src/input/check-schema.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { copyModule } from "../../../src/resources/copy.ts";
import { moduleSchema } from "../../../src/resources/module-schema.ts";
import { satisfied } from "../../../src/resources/resource.ts";
import { absent, directory, fileOf, linkTo } from "./path-states.ts";
import { built, planOf } from "./plan-of.ts";

const rootOwned = { owner: "root", group: "root" };
const motd = { dest: "/etc/motd", content: "hi\n" } as const;
const hi = { kind: "text", text: "hi\n" };

describe("copy", () => {
  it("is ok when content and ownership are as asked for", () => {
    const args = { ...motd, mode: "644", owner: "0", group: "root" };
    expect(planOf(copyModule, args, { path: fileOf("hi\n", { content: null }) })).toEqual(satisfied);
  });

  it("makes a new file, 0644 and root's", () => {
    const before = { kind: "absent" };
    const after = { kind: "file", mode: "0644", ...rootOwned, content: hi };
    expect(planOf(copyModule, motd, { path: absent })).toEqual({
      kind: "changes",
      changes: [{ kind: "path", path: "/etc/motd", before, after }],
    });
  });

  it("changes the content and keeps the rest; what it was can be restored", () => {
    const args = { ...motd, secret: true, validate: "test -s %s" };
    const path = fileOf("ho\n", { mode: "0600", owner: "bob", uid: 1000 });
    const kept = { kind: "file", mode: "0600", owner: "bob", group: "root" };
    const change = {
      kind: "path",
      path: "/etc/motd",
      before: { ...kept, content: { kind: "text", text: "ho\n" } },
      after: { ...kept, content: hi },
      secret: true,
      validate: "test -s %s",
    };
    expect(planOf(copyModule, args, { path })).toEqual({ kind: "changes", changes: [change] });
  });

  it("hides a new secret from other users", () => {
    const plan = planOf(copyModule, { ...motd, secret: true }, { path: absent });
    expect(plan).toMatchObject({ changes: [{ secret: true, after: { mode: "0600" } }] });
  });

  it("changes the mode alone without sending content", () => {
    const path = fileOf("hi\n", { content: null });
    const before = { kind: "file", mode: "0644", ...rootOwned, content: null };
    expect(planOf(copyModule, { ...motd, mode: "0600" }, { path })).toEqual({
      kind: "changes",
      changes: [{ kind: "path", path: "/etc/motd", before, after: { ...before, mode: "0600" } }],
    });
  });

  it("replaces a link instead of following it", () => {
    expect(planOf(copyModule, motd, { path: linkTo("/run/motd") })).toMatchObject({
      changes: [{ before: { kind: "link", target: "/run/motd" }, after: { kind: "file", mode: "0644" } }],
    });
  });

  it("plans a large file by its hash", () => {
    const args = { dest: "/opt/bin/", src: "large" };
    expect(built(copyModule, args).id).toBe("file /opt/bin/large");
    expect(planOf(copyModule, args, { path: fileOf("", { sha256: "c".repeat(64) }) })).toEqual(satisfied);
    const plan = planOf(copyModule, args, { path: fileOf("", { sha256: "d".repeat(64) }) });
    expect(plan).toMatchObject({ changes: [{ after: { content: { kind: "upload", size: 1048576 } } }] });
  });

  it.each([
    [{ kind: "absent", parent: "absent" }, "directory /etc does not exist"],
    [{ kind: "absent", parent: "other" }, "/etc is not a directory"],
    [directory, "/etc/motd is a directory, not a file"],
    [{ kind: "other", description: "socket" }, "/etc/motd is a socket, not a file"],
  ])("waits while %j is in the way", (path, reason) => {
    expect(planOf(copyModule, motd, { path })).toEqual({ kind: "blocked", reason });
  });

  it("asks for accounts only by name, and waits for those that do not exist", () => {
    const names = (owner: string, group: string) =>
      Object.keys(built(copyModule, { ...motd, owner, group }).probes);
    expect(names("root", "4")).toEqual(["path"]);
    expect(names("bob", "staff")).toEqual(["path", "user bob", "group staff"]);
    const plan = planOf(copyModule, { ...motd, owner: "bob" }, { path: absent, "user bob": null });
    expect(plan).toEqual({ kind: "blocked", reason: "user bob does not exist" });
  });

  it("takes numbers and booleans as text, and needs a file name", () => {
    const plan = planOf(copyModule, { dest: "/proc/x", content: 1 }, { path: absent });
    expect(plan).toMatchObject({ changes: [{ after: { content: { text: "1" } } }] });
    expect(() => built(copyModule, { dest: "/etc/", content: "x" })).toThrow(InputError);
  });

  it.each([
    ["dest: /a\ncontent: x\nmode: 0644", '"mode" must be a string, not 644', 'quote it: "0644"'],
    ["dest: /a\ncontent: x\nmode: u+x", '"mode" must be octal digits in quotes', undefined],
    ["dest: a\ncontent: x", '"dest" must be an absolute path', undefined],
    ["dest: /a", 'module "copy" needs exactly one of: src, content', undefined],
    ["dest: /a\ncontent: x\nvalidate: true", '"validate" must be a string, not true', undefined],
    ["dest: /a\ncontent: x\nvalidate: visudo -c", '"validate" must hold %s', undefined],
  ])("rejects %j", (yaml, message, hint) => {
    const source = parseYamlFile("play.yaml", yaml);
    const [problem] = checkSchema(moduleSchema(copyModule), source.data, source, [], 'module "copy"');
    expect(problem?.message).toContain(message);
    if (hint) expect(problem?.hint).toContain(hint);
  });
});
