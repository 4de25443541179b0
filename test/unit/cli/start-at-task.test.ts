import { describe, expect, it } from "vitest";
import { readyPlay } from "../../../src/cli/ready-play.ts";
import { startAtTask } from "../../../src/cli/start-at-task.ts";
import { InputError } from "../../../src/errors.ts";
import type { HostStep } from "../../../src/playbook/host-task.ts";
import { playFolder } from "./play-folder.ts";

const { prepare } = playFolder();

const playbook = `- name: Earlier
  hosts: all
  tasks:
    - { name: Before, command: { cmd: "true" } }
- name: Prepare
  hosts: all
  roles: [containerd]
  tasks:
    - { name: First, command: { cmd: "true" }, notify: Restart }
    - block:
        - { name: Try, command: { cmd: "true" } }
        - { name: Again, command: { cmd: "true" }, loop: [1, 2] }
      rescue:
        - { name: Undo, command: { cmd: "true" } }
      always:
        - { name: Clean, command: { cmd: "true" } }
    - { name: Last, command: { cmd: "true" } }
  handlers:
    - { name: Restart, command: { cmd: "true" } }
- name: Later
  hosts: workers
  tasks:
    - { name: After, command: { cmd: "true" } }
`;

type Outline = string | readonly Outline[];

function outline(steps: readonly HostStep[]): Outline[] {
  return steps.map((step) => {
    if (step.kind === "block") return [step.steps, step.rescue, step.always].map(outline);
    return step.kind === "meta" ? step.action : step.name;
  });
}

/** What is left of each play on its first host. */
async function startedAt(wanted: string): Promise<Record<string, Outline[]>> {
  const { plays, context } = await prepare(playbook);
  const ready = plays.map((play) => readyPlay(play, context, () => {}));
  const left = startAtTask(ready, wanted);
  return Object.fromEntries(left.map(({ name, hosts }) => [name, outline(hosts[0]?.play().steps ?? [])]));
}

describe("startAtTask", () => {
  it.each([
    ["Try", [[["Try", "Again"], ["Undo"], ["Clean"]], "Last"]],
    ["Again", [[["Again"], ["Undo"], ["Clean"]], "Last"]],
    ["Cl?an", [[[], ["Undo"], ["Clean"]], "Last"]],
    ["*ast", ["Last"]],
  ])("begins with %s, in a block as well", async (wanted, steps) => {
    expect(await startedAt(wanted)).toEqual({ Prepare: steps, Later: ["After"] });
  });

  it.each(["Start containerd at boot and now", "containerd : Start containerd*"])(
    "begins within a role with %s",
    async (wanted) => {
      const { Prepare = [], ...rest } = await startedAt(wanted);
      expect(Prepare.slice(0, 2)).toEqual(["Start containerd at boot and now", "flush_handlers"]);
      expect(Prepare).toContain("First");
      expect(Object.keys(rest)).toEqual(["Later"]);
    },
  );

  it("keeps the handlers", async () => {
    const { plays, context } = await prepare(playbook);
    const ready = plays.map((play) => readyPlay(play, context, () => {}));
    const [play] = startAtTask(ready, "Last");
    expect(play?.hosts[0]?.play().handlers.map(({ step }) => step.name)).toContain("Restart");
  });

  it.each([
    ["Firts", 'did you mean "First"?'],
    ["Undo", ""],
    ["last", 'did you mean "Last"?'],
  ])("refuses %s: no task is called so, or it runs after a failure only", async (wanted, hint) => {
    await expect(startedAt(wanted)).rejects.toThrow(InputError);
    await expect(startedAt(wanted)).rejects.toMatchObject({
      problems: [
        { message: `no task of this run is called "${wanted}"`, hint: expect.stringContaining(hint) },
      ],
    });
  });
});
