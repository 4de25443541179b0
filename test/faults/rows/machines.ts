import { setTimeout as wait } from "node:timers/promises";
import type { Fault } from "../fault.ts";
import { converges, isUnfinished, passesUnnoticed } from "./expectations.ts";
import { afterTask, inTheMiddle, release } from "./moments.ts";

const unfinished =
  "The host is named with the task it was lost in and how to go on; no file is half-written; the others converge.";
const lost = /^connection to \S+ lost/;

/** What can befall a host while a run works on it. */
export const machineFaults: readonly Fault[] = [
  {
    name: "sshd no longer listens; sessions stay",
    promise: "The run that is under way converges.",
    async inject(stage) {
      const { victim } = stage;
      const harm = async () => {
        await victim.sh(
          "systemctl kill --kill-whom=main --signal=KILL ssh; systemctl stop ssh.socket 2>/dev/null || :",
        );
        await victim.sh(release);
      };
      return { play: await inTheMiddle(stage, harm) };
    },
    heal: ({ victim }) => victim.sh("systemctl reset-failed ssh 2>/dev/null; systemctl start ssh"),
    expect: passesUnnoticed,
  },
  {
    name: "The session's sshd is killed while a command runs",
    promise: unfinished,
    async inject(stage) {
      const harm = () => stage.victim.sh("pkill -KILL -f '^sshd: lab(@notty)?$'");
      return { play: await inTheMiddle(stage, harm) };
    },
    expect: { exitCode: 4, victim: isUnfinished("unreachable", lost), others: converges },
  },
  {
    name: "The host stands still for 4 seconds, and goes on",
    promise: "The run converges: the pause is shorter than lab's patience.",
    async inject(stage) {
      const { victim } = stage;
      const harm = async () => {
        await victim.host.pause();
        await wait(4000);
        await victim.host.unpause();
        await victim.sh(release);
      };
      return { play: await inTheMiddle(stage, harm) };
    },
    expect: passesUnnoticed,
  },
  {
    name: "The host stands still for good",
    promise: unfinished,
    async inject(stage) {
      return { play: await inTheMiddle(stage, () => stage.victim.host.pause()) };
    },
    heal: ({ victim }) => victim.host.unpause(),
    expect: { exitCode: 4, victim: isUnfinished("unreachable", lost), others: converges },
  },
  {
    name: "The host loses its power while a command runs, and boots again",
    promise: unfinished,
    async inject(stage) {
      return { play: await inTheMiddle(stage, () => stage.victim.kill()) };
    },
    heal: ({ victim }) => victim.boot(),
    expect: { exitCode: 4, victim: isUnfinished("unreachable", lost), others: converges },
  },
  {
    name: "The host loses its power while files are written, and boots again",
    promise: unfinished,
    async inject(stage) {
      return { play: await afterTask(stage, "Configure the gateway", () => stage.victim.kill()) };
    },
    heal: ({ victim }) => victim.boot(),
    expect: { exitCode: 4, victim: isUnfinished("unreachable", lost), others: converges },
  },
];
