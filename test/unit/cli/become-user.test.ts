import { describe, expect, it } from "vitest";
import { leavesOf } from "../../../src/playbook/compiled-play.ts";
import { playFolder } from "./play-folder.ts";

const { prepare } = playFolder();

describe("--become-user", () => {
  it("is whom commands run as where the playbook names nobody", async () => {
    const { plays } = await prepare(
      `- hosts: all
  tasks:
    - { name: plain, command: { cmd: id } }
    - { name: become, command: { cmd: id }, become: true }
    - { name: root, command: { cmd: id }, become_user: root }
    - { name: other, shell: { cmd: id }, become_user: www }
    - { name: file, file: { path: /etc/motd, state: absent } }
    - block:
        - { name: inner, command: { cmd: id } }
      rescue:
        - { name: rescue, command: { cmd: id } }
  handlers:
    - { name: handler, command: { cmd: id } }
`,
      { becomeUser: "ops" },
    );
    const tasks = plays.flatMap(({ steps, handlers }) => [...leavesOf(steps), ...handlers]);
    const users = tasks.flatMap((task) =>
      task.kind === "task"
        ? [[task.name, task.runAs.kind === "user" ? task.runAs.name.value : task.runAs.kind]]
        : [],
    );
    expect(Object.fromEntries(users)).toEqual({
      plain: "ops",
      become: "ops",
      root: "root",
      other: "www",
      file: "root",
      inner: "ops",
      rescue: "ops",
      handler: "ops",
    });
  });
});
