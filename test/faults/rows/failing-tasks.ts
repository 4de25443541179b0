import type { Fault, Stage } from "../fault.ts";
import { job } from "../scene/job.ts";
import { converges, isUnfinished, staysAsBefore } from "./expectations.ts";
import { wholeRun } from "./moments.ts";

const failing = ({ victim }: Stage): string[] => ["-e", `fails=${victim.name}`];

/** The tasks of the job in one block, with other keywords around it. */
function blockOf({ victim }: Stage, keywords: object): readonly object[] {
  return [
    {
      name: "Bring the gateway to its release, in a block",
      hosts: "all",
      vars: { ...job.variables, fails: victim.name },
      tasks: [{ name: "All of it", block: [{ import_tasks: job.tasks }], ...keywords }],
      handlers: job.handlers,
    },
  ];
}

/** What can go wrong with what a playbook asks for. */
export const failingTaskFaults: readonly Fault[] = [
  {
    name: "A task fails",
    promise:
      "The host stops there and says why; mended, going on converges it, with the handlers that were pending.",
    async inject(stage) {
      return { play: await wholeRun(stage, failing(stage)) };
    },
    expect: { exitCode: 3, victim: isUnfinished("failed", /told to fail/), others: converges },
  },
  {
    name: "A handler fails",
    promise: "The host says so; mended, going on runs the handler.",
    async inject(stage) {
      await stage.victim.sh(`mkdir -p /run/systemd/system/gate.service.d
printf '[Service]\\nExecStartPre=/bin/false\\n' >/run/systemd/system/gate.service.d/fail.conf`);
      return { play: await wholeRun(stage) };
    },
    heal: ({ victim }) => victim.sh("rm -r /run/systemd/system/gate.service.d; systemctl daemon-reload"),
    expect: { exitCode: 3, victim: isUnfinished("failed", /./), others: converges },
  },
  {
    name: "A task fails, with --rollback-on-failure",
    promise: "What the host has changed is taken back: it is exactly as before; the others converge.",
    async inject(stage) {
      return { play: await wholeRun(stage, [...failing(stage), "--rollback-on-failure"]) };
    },
    expect: { exitCode: 3, victim: staysAsBefore("failed", /told to fail/), others: converges },
  },
  {
    name: "A task fails in a block with `rollback: true` and a rescue",
    promise: "The block is taken back, then the rescue runs: the host is as before, and has not failed.",
    async inject(stage) {
      const { scene, hosts, victim } = stage;
      const rescue = [{ name: "Say that it was rescued", shell: "echo rescued >/run/rescued" }];
      const playbook = await scene.writePlaybook(blockOf(stage, { rollback: true, rescue }));
      const play = await scene.play({ hosts, playbook }).ended;
      const { stdout } = await victim.try("cat /run/rescued");
      return { play, broken: stdout === "rescued\n" ? [] : ["the rescue did not run"] };
    },
    heal: ({ victim }) => victim.sh("rm -f /run/rescued"),
    expect: { exitCode: 0, victim: { state: ["before"], failure: null }, others: converges },
  },
];
