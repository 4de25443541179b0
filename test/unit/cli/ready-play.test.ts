import { describe, expect, it } from "vitest";
import { readyPlay } from "../../../src/cli/ready-play.ts";
import { secretValues } from "../../../src/cli/secret-values.ts";
import { UnknownValue } from "../../../src/playbook/scope.ts";
import { playFolder } from "./play-folder.ts";

const { prepare } = playFolder();

describe("readyPlay", () => {
  it("starts with what is written for a variable that a task sets later, and without what only tasks set", async () => {
    const { plays, context } = await prepare(`- hosts: w1
  vars: { level: low, kernel: "{{ facts.kernel }}" }
  tasks:
    - debug: { msg: "{{ level }} {{ kernel }}" }
    - set_fact: { level: high, only: here }
    - command: uname -r
      register: kernel
`);
    const [host] = plays.flatMap((play) => readyPlay(play, context, () => {}).hosts);
    const { scope, steps } = host?.play() ?? expect.unreachable();
    expect(scope.lookUp("level")).toBe("low");
    expect(scope.with({ level: "high" }).lookUp("level")).toBe("high");
    expect(() => scope.lookUp("only")).toThrow(UnknownValue);
    expect(steps[0]).toMatchObject({ uses: { facts: expect.anything() } });
  });
});

describe("a prompt that -e answers", () => {
  it("is as secret as one that is typed in", async () => {
    const playbook = `- hosts: w1
  vars_prompt: [{ name: pin }, { name: size, private: false }]
  tasks: [{ command: { cmd: cat, stdin: "{{ pin }} {{ size }}" } }]
`;
    const { plays, context } = await prepare(playbook, { extraVars: ["pin=4711", "size=large"] });
    expect(secretValues(context.inventory, plays)).toEqual(["4711"]);
  });
});
