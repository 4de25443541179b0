import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { fileModule } from "../../../src/resources/file.ts";
import { satisfied } from "../../../src/resources/resource.ts";
import { absent, directory, fileOf, linkTo } from "./path-states.ts";
import { built, planOf } from "./plan-of.ts";

const path = "/etc/kubernetes/admin.conf";
const unread = fileOf("", { sha256: null, content: null });
const image = { kind: "file", mode: "0644", owner: "root", group: "root", content: null };

describe("file", () => {
  it("is ok when mode and owner are as asked for", () => {
    expect(planOf(fileModule, { path, mode: "0644", owner: "root" }, { path: unread })).toEqual(satisfied);
    expect(planOf(fileModule, { path, mode: "755" }, { path: directory })).toEqual(satisfied);
  });

  it("changes mode and owner without reading the content", () => {
    expect(built(fileModule, { path }).probes.path?.query).toMatchObject({ content: "never" });
    const args = { path, state: "file", mode: "0600", group: "27" } as const;
    expect(planOf(fileModule, args, { path: unread })).toEqual({
      kind: "changes",
      changes: [{ kind: "path", path, before: image, after: { ...image, mode: "0600", group: "27" } }],
    });
  });

  it("touches what is not there, and leaves alone what is", () => {
    const args = { path, state: "touch", mode: "0600" } as const;
    const after = { ...image, mode: "0600", content: { kind: "text", text: "" } };
    expect(planOf(fileModule, args, { path: absent })).toEqual({
      kind: "changes",
      changes: [{ kind: "path", path, before: { kind: "absent" }, after }],
    });
    expect(planOf(fileModule, args, { path: { ...unread, mode: "0600" } })).toEqual(satisfied);
  });

  it("removes whatever is there, and remembers what can be restored", () => {
    const args = { path, state: "absent" } as const;
    expect(planOf(fileModule, args, { path: absent })).toEqual(satisfied);
    expect(planOf(fileModule, args, { path: fileOf("x") })).toEqual({
      kind: "changes",
      changes: [
        {
          kind: "path",
          path,
          before: { ...image, content: { kind: "text", text: "x" } },
          after: { kind: "absent" },
        },
      ],
    });
    expect(planOf(fileModule, args, { path: linkTo("/a") })).toMatchObject({
      changes: [{ before: { kind: "link" } }],
    });
    expect(() => built(fileModule, { path: "/home", state: "absent" })).toThrow(InputError);
  });

  it("makes directories and links as their own modules do", () => {
    expect(built(fileModule, { path: "/srv/a", state: "directory" }).id).toBe("directory /srv/a");
    expect(built(fileModule, { path: "/srv/a", state: "link", src: "b" }).id).toBe("link /srv/a");
    expect(() => built(fileModule, { path: "/srv/a", state: "link" })).toThrow(InputError);
  });

  it.each([
    ["file", absent, `${path} does not exist`],
    ["file", directory, `${path} is a directory, not a file`],
    ["touch", { kind: "absent", parent: "absent" }, "directory /etc/kubernetes does not exist"],
    ["touch", linkTo("/a"), `${path} is a link to /a, not a file`],
  ] as const)("waits when %s meets %j", (state, found, reason) => {
    expect(planOf(fileModule, { path, state }, { path: found })).toEqual({ kind: "blocked", reason });
  });
});
