import { describe, expect, it } from "vitest";
import { answerByAsking } from "../../../src/cli/answer-prompts.ts";
import { prepareRun } from "../../../src/cli/prepare-run.ts";
import { validateCommand } from "../../../src/cli/validate-command.ts";
import { playFolder } from "./play-folder.ts";

const { write } = playFolder();
const flags = {
  inventory: "test/fixtures/validate/clusters.json",
  extraVars: [],
  tags: [],
  skipTags: [],
};

describe("prepareRun", () => {
  const playbook = `- hosts: "{{where}}"
  vars_prompt:
    - { name: where, prompt: Where, private: false, default: workers }
    - { name: size, prompt: Size }
  tasks:
    - command: { cmd: "true" }
      when: size == "7"
`;

  it("compiles with the answers: even the hosts of a play may come from one", async () => {
    const file = write("asked.yaml", playbook);
    const answers = new Map([["Where [workers]", "cp1"]]);
    const ask = async ({ text }: { readonly text: string }) => answers.get(text) ?? "7";
    const { plays } = await prepareRun(file, flags, answerByAsking(ask));
    expect(plays.map(({ hosts, unanswered }) => ({ hosts, unanswered }))).toEqual([
      { hosts: ["cp1"], unanswered: [] },
    ]);
  });

  it("takes defaults where nobody is asked, and leaves the rest open", async () => {
    const { plays } = await prepareRun(write("asked.yaml", playbook), flags);
    expect(plays.map(({ hosts, unanswered }) => ({ hosts, unanswered }))).toEqual([
      { hosts: ["w1", "w2"], unanswered: ["size"] },
    ]);
  });

  it("does not ask for what -e gives", async () => {
    const file = write("asked.yaml", playbook);
    const ask = () => expect.unreachable();
    const given = { ...flags, extraVars: ["where=w1", "size=7"] };
    const { plays } = await prepareRun(file, given, answerByAsking(ask));
    expect(plays.map(({ hosts }) => hosts)).toEqual([["w1"]]);
  });

  it("reports what is wrong with the flags at once", async () => {
    const wrong = { ...flags, extraVars: ["nothing"], limit: "nobody" };
    await expect(prepareRun(write("asked.yaml", playbook), wrong)).rejects.toMatchObject({
      problems: [{ message: "this is not a variable" }, { message: expect.stringContaining('"nobody"') }],
    });
  });
});

describe("validateCommand", () => {
  it("collects the problems of all playbooks, and says which are valid", async () => {
    const files = [
      write("one.yaml", "- hosts: al\n  tasks: []\n"),
      write("two.yaml", "- hosts: all\n  tasks: [{ debug: { msg: hello } }]\n"),
      write("three.yaml", "- hosts: all\n  tasks: [{ pakage: { name: curl } }]\n"),
    ];
    let said = "";
    const out = (text: string): void => {
      said += text;
    };
    await expect(validateCommand(files, flags, out, out)).rejects.toMatchObject({
      problems: [
        { location: { file: expect.stringMatching(/one\.yaml$/) } },
        { location: { file: expect.stringMatching(/three\.yaml$/) } },
      ],
    });
    expect(said).toMatch(/two\.yaml: valid, 1 play on 3 hosts\n$/);
  });

  it("takes the inventory and every playbook of the folder when none is named", async () => {
    let said = "";
    const out = (text: string): void => {
      said += text;
    };
    await validateCommand([], { ...flags, inventory: "inventory/vmware/clusters.json" }, out, out);
    expect(said).toContain("clusters.json: valid, 3 hosts\n");
    expect(said).toContain("playbooks/prepare-nodes.yaml: valid, 4 plays on 3 hosts\n");
    expect(said).toMatch(/playbooks\/remove-node\.yaml: valid/);
    said = "";
    await validateCommand([], { ...flags, playbooks: "nowhere" }, out, out);
    expect(said).toBe(
      "warning: there are no playbooks in nowhere/\ntest/fixtures/validate/clusters.json: valid, 3 hosts\n",
    );
  });
});
