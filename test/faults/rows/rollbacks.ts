import type { EndedPlay } from "../../e2e/start-play.ts";
import type { Fault } from "../fault.ts";
import { job } from "../scene/job.ts";
import { wholeRun } from "./moments.ts";

const asBefore = { state: ["before"] } as const;

/** "undone: 20, foreign: 1". */
function outcomes({ events }: EndedPlay): string {
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.kind === "undo") counts.set(event.outcome, (counts.get(event.outcome) ?? 0) + 1);
  }
  return [...counts].map(([outcome, count]) => `${outcome}: ${count}`).join(", ");
}

/** What can stand in the way of taking a run back. */
export const rollbackFaults: readonly Fault[] = [
  {
    name: "A run is rolled back",
    promise: "Every host is exactly as before.",
    async inject(stage) {
      const run = await wholeRun(stage);
      const play = await stage.scene.rollback().ended;
      const broken = run.exitCode === 0 ? [] : [`the run ended with ${run.exitCode}`];
      return { play, notes: [outcomes(play)], broken };
    },
    expect: { exitCode: 0, victim: asBefore, others: asBefore },
  },
  {
    name: "Somebody else changed a file before the run is rolled back",
    promise: "That file is left alone and named; everything else is as before.",
    async inject(stage) {
      const { victim, scene } = stage;
      const file = "/etc/gate/conf.d/20-deny.conf";
      await wholeRun(stage);
      await victim.unwatched(`echo 'allow friends' >>${file}`);
      const play = await scene.rollback().ended;
      const foreign = play.events.filter((event) => event.kind === "undo" && event.outcome === "foreign");
      const { stdout } = await victim.try(`tail -n 1 ${file}`);
      const isNamed = foreign.some((event) => event.kind === "undo" && event.change.includes(file));
      return {
        play,
        notes: [outcomes(play)],
        broken: [
          ...(isNamed ? [] : [`${file} is not named`]),
          ...(stdout === "allow friends\n" ? [] : ["the foreign change was overwritten"]),
        ],
      };
    },
    // What the run could not take away without it goes with it.
    heal: ({ victim }) => victim.unwatched("rm -r /etc/gate/conf.d"),
    expect: { exitCode: 3, victim: asBefore, others: asBefore },
  },
  {
    name: "A run does what cannot be taken back, and fails with --rollback-on-failure",
    promise: "That is named before the first change; the rest is taken back.",
    async inject({ scene, hosts, victim }) {
      const final = { name: "Announce it", shell: "echo announced >/run/announced" };
      const playbook = await scene.writePlaybook([
        { name: "Announce", hosts: "all", tasks: [final] },
        { import_playbook: job.playbook },
      ]);
      const flags = ["-e", `fails=${victim.name}`, "--rollback-on-failure"];
      const play = await scene.play({ hosts, playbook, flags }).ended;
      const told = play.events.findIndex(
        (event) => event.kind === "irreversible" && event.host === victim.name,
      );
      const begun = play.events.findIndex(
        (event) => event.kind === "task-start" && event.host === victim.name,
      );
      return {
        play,
        notes: [outcomes(play)],
        broken: told >= 0 && told < begun ? [] : ["it was not named before the first change"],
      };
    },
    heal: ({ hosts }) => Promise.all(hosts.map((host) => host.sh("rm -f /run/announced"))),
    expect: {
      exitCode: 3,
      victim: { state: ["before"], failure: { kind: "failed", says: /told to fail/ } },
      others: { state: ["converged"], failure: null },
    },
  },
];
