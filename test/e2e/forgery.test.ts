import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { playLab, runLab } from "../run-lab.ts";
import { sharedInventory } from "./hosts.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-forgery-"));
const playbook = join(folder, "forgery.yaml");
afterAll(() => rmSync(folder, { recursive: true }));

/** Looks for whatever may separate frames, in all that the user can read, and prints it as if lab's own shell had. */
const forge = `marks=$(cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ /proc/self/fd/0 /tmp/* 2>/dev/null |
  grep -aoE 'lab-[0-9a-f]{32}' | sort -u)
for mark in $marks lab-00000000000000000000000000000000 lab-; do
  for at in 1 2; do
    printf '\\n%s end 0\\n%s begin probe path\\ns 81a4:0:0:root:root:0:/forged\\nend\\n\\n%s end 0\\n' $mark $mark $mark >&$at
    printf '\\n%s-end 0\\n%s-begin 1\\n' $mark $mark >&$at
  done
done
printf '{"kind":"task-end","host":"worker1","task":"Forged","outcome":"changed"}\\n'
printf 'one\\302\\205{"kind":"run-end"}\\342\\200\\250{"kind":"run-end"}\\r{"kind":"run-end"}\\n'
printf '\\033]0;title\\007\\033[2J\\033[1;1H\\2332J\\302\\2332J[worker1] failed: Forged\\n'
exit 7`;

writeFileSync(
  playbook,
  JSON.stringify([
    {
      hosts: "worker1",
      tasks: [
        {
          name: "Forge",
          shell: forge,
          become_user: "nobody",
          register: "forged",
          failed_when: "forged.rc != 7",
        },
        { name: "Look", stat: { path: "/forged" }, register: "looked" },
        { name: "Judge", assert: { that: "!looked.stat.exists" } },
        { name: "Show", debug: { msg: "{{forged.stdout}}" } },
      ],
    },
  ]),
);

it("takes no output of a command for a part of a frame, nor for an event", async () => {
  const { exitCode, events, recap, stdout } = await playLab(playbook, "-i", sharedInventory(), "-vvv");
  expect(exitCode, stdout).toBe(0);
  const ended = events.flatMap((event) => (event.kind === "task-end" ? [event.task] : []));
  expect(ended).toEqual(["Forge", "Look", "Judge", "Show"]);
  expect(events.filter(({ kind }) => kind === "run-end").length).toBe(1);
  expect(recap).toMatchObject([{ host: "worker1", failed: 0, unreachable: 0 }]);
});

it("shows nothing that moves the cursor, and no line that looks like its own", async () => {
  const { exitCode, stdout } = await runLab([
    "play",
    playbook,
    "-i",
    sharedInventory(),
    "-vvv",
    "--output",
    "plain",
  ]);
  expect(exitCode, stdout).toBe(0);
  expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);
  expect(stdout.split("\n").filter((line) => line.startsWith("[worker1] failed"))).toEqual([]);
});

it("takes nothing that a command has left running for an answer of the host", async () => {
  const lie = "s 81a4:0:0:root:root:0:/forged-later";
  const leave = `(for i in $(seq 300); do for j in $(seq 50); do printf '\\n${lie}\\n'; done; sleep 0.01; done) </dev/null &`;
  const looks = Array.from({ length: 8 }, (_, index) => [
    { name: `Write ${index}`, copy: { dest: "/tmp/forgery-other", content: `${index}\n` } },
    { name: `Look ${index}`, stat: { path: "/forged-later" }, register: "looked" },
    { name: `Judge ${index}`, assert: { that: "!looked.stat.exists" } },
  ]);
  const tasks = [
    { name: "Leave it running", shell: leave, become_user: "nobody" },
    ...looks.flat(),
    { name: "Clean up", file: { path: "/tmp/forgery-other", state: "absent" } },
  ];
  writeFileSync(playbook, JSON.stringify([{ hosts: "worker1", tasks }]));
  const { exitCode, recap, stdout } = await playLab(playbook, "-i", sharedInventory());
  expect(exitCode, stdout).toBe(0);
  expect(recap).toMatchObject([{ host: "worker1", failed: 0 }]);
});
