import type { Expectation, Fault, Stage } from "../fault.ts";
import { job } from "../scene/job.ts";
import { converges } from "./expectations.ts";

const promise =
  "The host takes it back by itself within its time and is reachable again, with the old configuration; the task says `reverted`; the others are done.";

const cut: Expectation = {
  exitCode: 3,
  victim: { state: ["converged"], failure: { kind: "reverted", says: /took the change back/ } },
  others: converges,
};

const guardSeconds = 5;

/** The job, and then a packet filter on the victim that the host itself is to take back. */
async function closing({ scene, hosts, victim }: Stage, rule: string) {
  const file = "/run/gate.nft";
  const task = {
    name: "Load a packet filter",
    when: `inventory_hostname == "${victim.name}"`,
    guarded: guardSeconds,
    shell: {
      cmd: `printf '%s\\n' 'table inet gate { chain in { type filter hook input priority 0; ${rule}; }; }' >${file} && nft -f ${file}`,
      undo: `nft delete table inet gate; rm -f ${file}`,
    },
  };
  const playbook = await scene.writePlaybook([
    { import_playbook: job.playbook },
    { name: "Filter packets", hosts: "all", tasks: [task] },
  ]);
  const play = await scene.play({ hosts, playbook, inventory: scene.project.direct }).ended;
  const left = (await victim.try(`nft list table inet gate; cat ${file}`)).stdout;
  const again = await scene.play({ hosts: [victim], inventory: scene.project.direct }).ended;
  return {
    play,
    notes: [`a new run reaches the host: exit code ${again.exitCode}`],
    broken: [
      ...(left === "" ? [] : [`the filter is still there: ${left}`]),
      ...(again.exitCode === 0 ? [] : ["the host cannot be reached again"]),
    ],
  };
}

/** The engine has rules of its own in the network of a host: they stay. */
const heal = ({ victim }: Stage) => victim.try("nft delete table inet gate");

/** Changes that cut the branch that lab sits on. */
export const guardedFaults: readonly Fault[] = [
  {
    name: "A guarded change drops all packets",
    promise,
    inject: (stage) => closing(stage, "drop"),
    heal,
    expect: cut,
  },
  {
    name: "A guarded change drops port 22",
    promise,
    inject: (stage) => closing(stage, "tcp dport 22 drop"),
    heal,
    expect: cut,
  },
];
