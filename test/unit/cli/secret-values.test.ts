import { describe, expect, it } from "vitest";
import { readyPlay } from "../../../src/cli/ready-play.ts";
import { secretValues } from "../../../src/cli/secret-values.ts";
import { playFolder } from "./play-folder.ts";

const { prepare } = playFolder();

const playbook = `- hosts: w1
  vars:
    join: { token: !secret abc.def, port: !secret 7443, tries: [!secret first, plain] }
    open: readable
    made: !secret "{{open}}-{{inventory_hostname}}"
  tasks:
    - copy: { dest: /etc/secret, content: "{{inner}}" }
      vars: { inner: !secret deep }
`;

describe("secretValues", () => {
  it("has every text within marked values, of plays and of tasks", async () => {
    const { plays, context } = await prepare(playbook);
    const secrets = secretValues(context.inventory, plays);
    expect(secrets).toEqual(expect.arrayContaining(["abc.def", "7443", "first", "deep"]));
    expect(secrets).not.toContain("readable");
    expect(secrets).not.toContain("plain");
  });

  it("is completed by what secret templates come to, once a host's tasks are made", async () => {
    const { plays, context } = await prepare(playbook);
    const found: string[] = [];
    const ready = plays.map((play) => readyPlay(play, context, (secret) => found.push(secret)));
    expect(found).toEqual([]);
    for (const { hosts } of ready) for (const { play } of hosts) play();
    expect(found).toEqual(["readable-w1"]);
  });
});
