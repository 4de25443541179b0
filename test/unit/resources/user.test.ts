import { describe, expect, it } from "vitest";
import { conforms } from "../../../src/input/check-schema.ts";
import { userModule } from "../../../src/resources/user.ts";
import { passwordDigest } from "../../../src/resources/user-plan.ts";
import { type Account, userProbe } from "../../../src/resources/user-probe.ts";
import { absent, directory } from "./path-states.ts";
import { built, planOf } from "./plan-of.ts";
import { recorded } from "./recorded.ts";
import { runSh } from "./run-sh.ts";

const hash = "$6$abc$hash";
const alice: Account = {
  uid: 1002,
  primaryGroup: "alice",
  comment: "Alice A.",
  home: "/home/alice",
  shell: "/bin/sh",
  groups: ["adm", "sudo"],
  locked: true,
  passwordDigest: passwordDigest(hash),
};
const sudo = { "group sudo": { gid: 27, members: ["alice"] } };
const there = "getent passwd 'alice' >/dev/null || exit 0\n";
const around = { own: null, home: absent };

type Arguments = Parameters<typeof userModule.build>[0];

function commands(args: Arguments, states: Readonly<Record<string, unknown>>) {
  const plan = planOf(userModule, args, { ...around, ...states });
  if (plan.kind !== "changes") return plan;
  return plan.changes.map((change) =>
    change.kind === "run" ? [change.script, change.undo ?? null] : change.path,
  );
}

describe("user probe", () => {
  it("reads what a host printed", () => {
    const names = ["alice", "root", "nobody-here"];
    const [first, root, missing] = userProbe.parse(
      recorded("users"),
      names.map((name) => ({ name, password: name === "alice" })),
    );
    expect(first).toEqual(alice);
    expect(root).toMatchObject({
      uid: 0,
      primaryGroup: "root",
      groups: [],
      locked: false,
      passwordDigest: null,
    });
    expect(missing).toBeNull();
  });

  it("asks this machine without printing a password hash", () => {
    const { status, stdout, stderr } = runSh(userProbe.script([{ name: "root", password: true }]));
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^root:[^:]?:0:0:/);
    expect(stdout).toMatch(/^digest root [0-9a-f]{64} /m);
    expect(stdout).not.toMatch(/\$[0-9a-z]+\$/);
  });
});

describe("user", () => {
  it.each([
    ["as asked for", { uid: 1002, groups: ["sudo", "adm"], password: hash, password_lock: true }],
    ["a member of more groups, with append", { groups: "sudo", append: true }],
    ["of another password, with on_create", { password: "$6$other", update_password: "on_create" }],
  ] satisfies [string, Partial<Arguments>][])("is ok when %s", (_, args) => {
    const states = { user: alice, "group adm": { gid: 4, members: [] }, ...sudo };
    expect(commands({ name: "alice", ...args }, states)).toEqual([]);
  });

  it("is created, its password by stdin only", () => {
    const args = { name: "alice", groups: "sudo", shell: "/bin/bash", comment: "It's A.", password: hash };
    expect(commands(args, { user: null, ...sudo })).toEqual([
      ["useradd -G 'sudo' -c 'It'\\''s A.' -s '/bin/bash' -m -- 'alice'", `${there}userdel -r -- 'alice'`],
      [`chpasswd -e <<'LAB'\nalice:${hash}\nLAB`, `${there}usermod -p '!' -- 'alice'`],
    ]);
    const plan = planOf(userModule, args, { ...around, user: null, ...sudo });
    expect(plan).toMatchObject({ changes: [{}, { secret: true, summary: "set the password of alice" }] });
    expect(JSON.stringify(plan.kind === "changes" && plan.changes[0])).not.toContain(hash);
  });

  it("gets a group of its name that is there, and undo leaves a home that was there", () => {
    const states = { user: null, own: { gid: 5, members: [] }, home: directory };
    expect(commands({ name: "alice" }, states)).toEqual([
      [
        "useradd -g 'alice' -m -- 'alice'",
        `${there}usermod -d /nonexistent -g 0 -- 'alice' || exit\nuserdel -- 'alice' || exit`,
      ],
    ]);
  });

  it("is changed by one usermod, with the old values as undo", () => {
    const args = { name: "alice", uid: 2000, groups: [], home: "/srv/alice/" };
    expect(commands(args, { user: alice })).toEqual([
      [
        "usermod -u '2000' -G '' -d '/srv/alice' -- 'alice'",
        "usermod -u '1002' -G 'adm,sudo' -d '/home/alice' -- 'alice'",
      ],
    ]);
  });

  it("a new password has no undo, and is locked again where it is to stay locked", () => {
    expect(commands({ name: "alice", password: "$6$new", password_lock: true }, { user: alice })).toEqual([
      ["chpasswd -e <<'LAB'\nalice:$6$new\nLAB", null],
      [
        "usermod -L -- 'alice'",
        "case $(getent shadow 'alice' | cut -d : -f 2) in '!') usermod -p '' -- 'alice' ;; *) usermod -U -- 'alice' ;; esac",
      ],
    ]);
  });

  it("is blocked by a group that does not exist", () => {
    expect(commands({ name: "alice", groups: "sudo" }, { user: alice, "group sudo": null })).toEqual({
      kind: "blocked",
      reason: "group sudo does not exist",
    });
  });

  it("takes groups as a list or separated by commas, and nothing else between them", () => {
    const group = { gid: 1, members: [] };
    const groups = { "group adm": group, "group sudo": group };
    const states = { user: { ...alice, groups: ["adm", "sudo"] }, ...groups };
    expect(commands({ name: "alice", groups: "sudo,adm" }, states)).toEqual([]);
    expect(commands({ name: "alice", groups: ["sudo", "adm"] }, states)).toEqual([]);
    const isValid = (text: string) => conforms(userModule.schema, { name: "alice", groups: text });
    expect(["sudo", "sudo,adm", "a-b,c$"].filter(isValid)).toHaveLength(3);
    expect(["", "sudo adm", "sudo,", ",adm", "sudo;id"].filter(isValid)).toEqual([]);
  });

  it("is removed, or ok when it is not there", () => {
    const args = { name: "alice", state: "absent", remove: true } as const;
    expect(commands(args, { user: alice })).toEqual([["userdel -r -- 'alice'", null]]);
    expect(commands(args, { user: null })).toEqual([]);
  });

  it("foretells an account that needs nothing more, and its place in groups", () => {
    const resource = built(userModule, { name: "bob", groups: "sudo", password: hash, uid: 7 });
    const states = { ...around, user: null, ...sudo };
    const after = { ...states, ...resource.after?.(states) };
    expect(resource.plan(after)).toEqual({ kind: "changes", changes: [] });
    expect(after).toMatchObject({ "group sudo": { members: ["alice", "bob"] } });
  });
});
