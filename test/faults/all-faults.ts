import type { Fault } from "./fault.ts";
import { killAtMoments } from "./kill-moments.ts";
import { connectingFaults } from "./rows/connecting.ts";
import { controlMachineFaults } from "./rows/control-machine.ts";
import { diskFaults } from "./rows/disks.ts";
import { endedRunFaults } from "./rows/ended-runs.ts";
import { failingTaskFaults } from "./rows/failing-tasks.ts";
import { guardedFaults } from "./rows/guarded-changes.ts";
import { linkFaults } from "./rows/links.ts";
import { lockFaults } from "./rows/locks.ts";
import { longWorkFaults } from "./rows/long-work.ts";
import { machineFaults } from "./rows/machines.ts";
import { rollbackFaults } from "./rows/rollbacks.ts";
import { type FaultResult, runFault } from "./run-fault.ts";
import type { Scene } from "./scene/scene.ts";
import { crossSlowNetwork } from "./slow-network.ts";

/** A row of the table, before it has happened. */
export interface Row {
  readonly name: string;
  /** What takes longer hangs. */
  readonly limitMs: number;
  /** Makes it happen. May throw. */
  run(scene: Scene, signal: AbortSignal): Promise<Omit<FaultResult, "name">>;
}

/** Rows of one kind. */
export interface RowGroup {
  readonly title: string;
  readonly rows: readonly Row[];
}

const limitMs = 120_000;

const row = (fault: Fault): Row => ({ name: fault.name, limitMs, run: (scene) => runFault(fault, scene) });

const kills = 50;

/** Everything that is made to go wrong, in the order of the table. */
export const allFaults: readonly RowGroup[] = [
  { title: "Reaching a host", rows: connectingFaults.map(row) },
  {
    title: "The network",
    rows: [
      ...linkFaults.map(row),
      {
        name: "80 ms of delay and 5 % loss each way: a run of 25 resources on 5 hosts that changes nothing",
        limitMs,
        run: (scene) => crossSlowNetwork(scene, 5),
      },
    ],
  },
  { title: "The host", rows: machineFaults.map(row) },
  { title: "Its disk", rows: diskFaults.map(row) },
  {
    title: "lab itself",
    rows: [
      ...endedRunFaults.map(row),
      ...controlMachineFaults.map(row),
      {
        name: `SIGKILL at ${kills} random moments of a run on 3 hosts`,
        limitMs: kills * 12_000,
        run: (scene, signal) => killAtMoments(scene, kills, signal),
      },
    ],
  },
  { title: "Tasks that fail", rows: failingTaskFaults.map(row) },
  { title: "Taking back", rows: rollbackFaults.map(row) },
  { title: "Changes that cut the connection", rows: guardedFaults.map(row) },
  { title: "Others at work", rows: lockFaults.map(row) },
  { title: "Long work, and much of it", rows: longWorkFaults.map(row) },
];
