import { describe, expect, it } from "vitest";
import { listPlays } from "../../../src/cli/list-plays.ts";
import { playFolder } from "./play-folder.ts";

const { prepare } = playFolder();

const playbook = `- name: Prepare
  hosts: all
  tags: nodes
  roles:
    - { role: containerd, tags: cri }
  tasks:
    - { name: First, command: { cmd: "true" }, tags: one }
    - block:
        - { name: Try, command: { cmd: "true" }, tags: [two, never] }
        - meta: flush_handlers
      rescue:
        - { name: Undo, command: { cmd: "true" } }
- hosts: workers
  tasks:
    - { name: Second, command: { cmd: "true" } }
`;

async function listing(
  what: Partial<Parameters<typeof listPlays>[1]>,
  flags: Parameters<typeof prepare>[1] = {},
): Promise<string> {
  const text = listPlays(await prepare(playbook, flags), {
    hosts: false,
    tasks: false,
    tags: false,
    ...what,
  });
  return text.replace(/^playbook: .*\n\n/, "");
}

describe("listPlays", () => {
  it("lists the hosts that --limit leaves", async () => {
    expect(await listing({ hosts: true }, { limit: "w1" })).toMatch(
      /play 1: Prepare \(1 host\) {2}TAGS: \[nodes\]\n {4}hosts:\n {6}w1\n\n {2}play 2: workers \(1 host\)/,
    );
  });

  it("lists tasks: those of roles by name, those of blocks indented, each with all of its tags", async () => {
    const lines = (await listing({ tasks: true }, { tags: ["one", "two", "cri"] })).split("\n");
    expect(lines).toContain("      containerd : Install containerd  TAGS: [nodes, cri]");
    expect(lines.slice(lines.indexOf("      First  TAGS: [nodes, one]"))).toEqual([
      "      First  TAGS: [nodes, one]",
      "      block:",
      "        Try  TAGS: [nodes, two, never]",
      "",
      "  play 2: workers (2 hosts)  TAGS: []",
      "    tasks:",
      "",
    ]);
  });

  it("leaves out what is not selected", async () => {
    const text = await listing({ tasks: true }, { skipTags: ["cri"] });
    expect(text).not.toContain("containerd");
    expect(text).not.toContain("Try");
    expect(text).toContain("rescue:\n        Undo  TAGS: [nodes]");
    expect(text).toContain("Second  TAGS: []");
  });

  it("lists the tags of tasks, those of roles included", async () => {
    expect(await listing({ tags: true })).toContain("    task tags: [always, cri, nodes, one]\n");
  });

  it("names a role whose tasks depend on an answer", async () => {
    const run = await prepare(`- hosts: all
  vars_prompt:
    - { name: zone, prompt: Zone }
  roles:
    - { role: base, args: { timezone: "{{zone}}" } }
`);
    expect(listPlays(run, { hosts: false, tasks: true, tags: false })).toContain(
      "      role base  TAGS: []\n",
    );
  });
});
