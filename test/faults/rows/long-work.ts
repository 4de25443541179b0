import { eventually } from "../../e2e/eventually.ts";
import type { Fault } from "../fault.ts";
import { job } from "../scene/job.ts";
import { converges, isUnfinished, passesUnnoticed } from "./expectations.ts";

const megabytes = 100;

/** What takes long, or is much. */
export const longWorkFaults: readonly Fault[] = [
  {
    name: `A command prints ${megabytes} MB`,
    promise: "lab passes it on and keeps its ends; the run converges.",
    async inject({ scene, hosts, victim }) {
      const print = {
        name: "Print much",
        shell: `head -c ${megabytes}000000 /dev/zero | tr '\\0' a | fold -w 100000`,
        when: `inventory_hostname == "${victim.name}"`,
      };
      const playbook = await scene.writePlaybook([
        { name: "Print", hosts: "all", tasks: [print] },
        { import_playbook: job.playbook },
      ]);
      const play = await scene.play({ hosts, playbook }).ended;
      const lengths = play.events.flatMap((event) => (event.kind === "output" ? [event.line.length] : []));
      const passed = lengths.reduce((sum, length) => sum + length, 0);
      const broken = passed >= megabytes * 1e6 ? [] : [`only ${passed} bytes were passed on`];
      return { play, notes: [`${Math.round(passed / 1e6)} MB were passed on`], broken };
    },
    expect: passesUnnoticed,
  },
  {
    name: "The connection is lost while a job runs in the background of the host",
    promise: "The job goes on undisturbed; lab connects again and waits for its end: the run converges.",
    async inject({ scene, hosts, victim }) {
      const work = {
        name: "Work in the background",
        shell: "echo begun >>/run/gate-job; sleep 4; echo done >>/run/gate-job",
        async: 60,
        poll: 1,
        when: `inventory_hostname == "${victim.name}"`,
      };
      const playbook = await scene.writePlaybook([
        { import_playbook: job.playbook },
        { name: "Work", hosts: "all", tasks: [work] },
      ]);
      const play = scene.play({ hosts, playbook });
      await play.until((event) => event.kind === "task-start" && event.task === work.name);
      await eventually(async () => (await victim.try("test -e /run/gate-job")).exitCode, 0);
      victim.relay.links.at(-1)?.reset();
      const ended = await play.ended;
      const soFar = async () => (await victim.try("cat /run/gate-job")).stdout;
      const said = await eventually(soFar, "begun\ndone\n");
      return {
        play: ended,
        notes: [
          `${victim.relay.links.length} connections, the job said “${said.trim().replaceAll("\n", ", ")}”`,
        ],
        broken: said === "begun\ndone\n" ? [] : ["the job was disturbed"],
      };
    },
    heal: ({ victim }) => victim.sh("rm -f /run/gate-job"),
    expect: passesUnnoticed,
  },
  {
    name: "The playbook reboots the host in the middle",
    promise: "The run waits for the host, and goes on with what it is then: it converges.",
    async inject({ scene, hosts, victim }) {
      const reboot = {
        name: "Reboot",
        reboot: { reboot_timeout: 60 },
        when: `inventory_hostname == "${victim.name}"`,
      };
      const before = { name: "Write first", copy: { dest: "/run/gate-trace", content: "here\n" } };
      const playbook = await scene.writePlaybook([
        { name: "Reboot", hosts: "all", tasks: [before, reboot] },
        { import_playbook: job.playbook },
      ]);
      const play = await scene.play({ hosts, playbook, inventory: scene.project.direct }).ended;
      const { exitCode } = await victim.try("test -e /run/gate-trace");
      return { play, broken: exitCode === 0 ? ["the host did not reboot"] : [] };
    },
    async heal({ victim, others }) {
      await victim.awaitBoot();
      await Promise.all(others.map((host) => host.sh("rm -f /run/gate-trace")));
    },
    expect: passesUnnoticed,
  },
  {
    name: "The host is rebooted by somebody else in the middle",
    promise:
      "The host is named with the task it was lost in and how to go on; no file is half-written; the others converge.",
    async inject({ scene, hosts, victim }) {
      const play = scene.play({ hosts, flags: ["-e", "hold=middle"], inventory: scene.project.direct });
      for (const host of hosts) {
        await play.until(
          (event) => event.kind === "output" && event.host === host.name && event.line === "waiting",
        );
      }
      await victim.reboot();
      await Promise.all(hosts.map((host) => (host === victim ? null : host.sh("touch /run/gate-go"))));
      return { play: await play.ended };
    },
    heal: ({ victim }) => victim.awaitBoot(),
    expect: {
      exitCode: 4,
      victim: isUnfinished("unreachable", /^connection to \S+ lost/),
      others: converges,
    },
  },
];
