import type { Fault } from "../fault.ts";
import { filterPackets, unfilterPackets } from "../network/packet-filter.ts";
import { converges, isUnfinished, passesUnnoticed } from "./expectations.ts";
import { afterTask, inTheMiddle, wholeRun } from "./moments.ts";

const unfinished =
  "The host is named with the task it was lost in and how to go on; no file is half-written; the others converge.";
const lost = /^connection to \S+ lost/;

/** Sent to a host before the job has written its longest file, and within the frame that does. */
const withinLongFrame = 30_000;

/** What can befall the network while a run works on a host. */
export const linkFaults: readonly Fault[] = [
  {
    name: "Black hole in the middle of what is sent to the host",
    promise: unfinished,
    async inject(stage) {
      stage.victim.relay.onLink((link) => link.after("out", withinLongFrame, () => link.blackHole()));
      return { play: await wholeRun(stage) };
    },
    expect: { exitCode: 4, victim: isUnfinished("unreachable", lost), others: converges },
  },
  {
    name: "Black hole between two tasks",
    promise: unfinished,
    async inject(stage) {
      const harm = () => stage.victim.relay.links.at(-1)?.blackHole();
      return { play: await afterTask(stage, "Install its program", harm) };
    },
    expect: { exitCode: 4, victim: isUnfinished("unreachable", lost), others: converges },
  },
  {
    name: "Black hole while a command runs",
    promise: unfinished,
    async inject(stage) {
      const { victim, scene } = stage;
      const harm = () => filterPackets(victim, "drop");
      return { play: await inTheMiddle(stage, harm, scene.project.direct) };
    },
    heal: ({ victim }) => unfilterPackets(victim),
    expect: { exitCode: 4, victim: isUnfinished("unreachable", lost), others: converges },
  },
  {
    name: "Reset in the middle of what is sent to the host",
    promise: unfinished,
    async inject(stage) {
      stage.victim.relay.onLink((link) => link.after("out", withinLongFrame, () => link.reset()));
      return { play: await wholeRun(stage) };
    },
    expect: { exitCode: 4, victim: isUnfinished("unreachable", lost), others: converges },
  },
  {
    name: "Reset while a command runs",
    promise: unfinished,
    async inject(stage) {
      const harm = async () => stage.victim.relay.links.at(-1)?.reset();
      return { play: await inTheMiddle(stage, harm) };
    },
    expect: { exitCode: 4, victim: isUnfinished("unreachable", lost), others: converges },
  },
  {
    name: "A packet in 20 is lost, each way",
    promise: "The run converges.",
    async inject(stage) {
      await Promise.all(stage.hosts.map((host) => filterPackets(host, { lossPercent: 5 })));
      return { play: await wholeRun(stage) };
    },
    heal: ({ hosts }) => Promise.all(hosts.map(unfilterPackets)),
    expect: passesUnnoticed,
  },
  {
    name: "A packet in 5 is lost, each way",
    promise: "The run converges, or names the host that was lost and how to go on.",
    async inject(stage) {
      await filterPackets(stage.victim, { lossPercent: 20 });
      const play = await wholeRun(stage);
      const broken = play.exitCode === 0 || play.exitCode === 4 ? [] : [`lab ended with ${play.exitCode}`];
      return { play, broken };
    },
    heal: ({ victim }) => unfilterPackets(victim),
    expect: { exitCode: "any", victim: { state: ["before", "between", "converged"] }, others: converges },
  },
  {
    name: "80 ms of delay, there and back",
    promise: "The run converges.",
    async inject(stage) {
      for (const { relay } of stage.hosts) relay.delay(40);
      return { play: await wholeRun(stage) };
    },
    expect: passesUnnoticed,
  },
  {
    name: "80 ms of delay, and a packet in 20 lost each way",
    promise: "The run converges.",
    async inject(stage) {
      for (const { relay } of stage.hosts) relay.delay(40);
      await Promise.all(stage.hosts.map((host) => filterPackets(host, { lossPercent: 5 })));
      return { play: await wholeRun(stage) };
    },
    heal: ({ hosts }) => Promise.all(hosts.map(unfilterPackets)),
    expect: passesUnnoticed,
  },
];
