import type { RunEvent } from "../../../src/engine/event.ts";
import type { RunningPlay } from "../../e2e/start-play.ts";
import type { Expectation, Fault, HostExpectation, Stage } from "../fault.ts";
import { passesUnnoticed } from "./expectations.ts";
import { inTheMiddle, release } from "./moments.ts";

const promise =
  "What ran on the hosts is ended, lab says what is unfinished and how to go on; that converges them.";
const killed = "No file is half-written; the run is known as unfinished, and going on converges the hosts.";

const unfinished: HostExpectation = { state: ["between"] };
const anywhere: HostExpectation = { state: ["before", "between", "converged"] };

function ends(exitCode: number | null, hosts: HostExpectation): Expectation {
  return { exitCode, victim: hosts, others: hosts };
}

function signalled(signal: "SIGINT" | "SIGTERM" | "SIGHUP"): Fault {
  return {
    name: `${signal} while a command runs`,
    promise,
    async inject(stage) {
      return { play: await inTheMiddle(stage, async (play) => play.interrupt(signal)) };
    },
    expect: ends(130, unfinished),
  };
}

/** Kills lab at the first event that is meant. */
async function killAt({ scene, hosts }: Stage, isMeant: (event: RunEvent) => boolean, flags: string[] = []) {
  const play: RunningPlay = scene.play({ hosts, flags });
  await play.until(isMeant);
  play.interrupt("SIGKILL");
  return { play: await play.ended };
}

/** What can end lab itself while it works. */
export const endedRunFaults: readonly Fault[] = [
  signalled("SIGINT"),
  signalled("SIGTERM"),
  signalled("SIGHUP"),
  {
    name: "SIGKILL while a command runs",
    promise: killed,
    async inject(stage) {
      const harm = async (play: RunningPlay) => {
        play.interrupt("SIGKILL");
        await stage.victim.sh(release);
      };
      return { play: await inTheMiddle(stage, harm) };
    },
    expect: ends(null, unfinished),
  },
  {
    name: "SIGKILL while files are written",
    promise: killed,
    inject: (stage) =>
      killAt(stage, (event) => event.kind === "task-end" && event.task === "Configure the gateway"),
    expect: ends(null, anywhere),
  },
  {
    name: "SIGKILL between two hosts",
    promise: killed,
    inject: (stage) => killAt(stage, (event) => event.kind === "host-end", ["--forks", "1"]),
    expect: ends(null, anywhere),
  },
  {
    name: "Whoever reads lab's output goes away",
    promise: "The run converges.",
    async inject(stage) {
      const harm = async (play: RunningPlay) => {
        play.stopReading();
        await stage.victim.sh(release);
      };
      return { play: await inTheMiddle(stage, harm) };
    },
    expect: passesUnnoticed,
  },
];
