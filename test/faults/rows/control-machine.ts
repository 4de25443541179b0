import { join } from "node:path";
import type { Fault } from "../fault.ts";
import { passesUnnoticed } from "./expectations.ts";

/** Starts lab where a folder is a file system of so many KiB, which nobody else sees and which goes with lab. */
function onSmallDisk(folder: string, kib: number): readonly string[] {
  const script = `mkdir -p "$0" && mount -t tmpfs -o size=${kib}k none "$0" && exec "$@"`;
  return ["unshare", "--mount", "sh", "-c", script, folder];
}

const promise = "The run converges, and says that it is not recorded.";

function smallDisk(name: string, kib: number): Fault {
  return {
    name,
    promise,
    async inject({ scene, hosts }) {
      const through = onSmallDisk(join(scene.project.folder, ".lab"), kib);
      const play = await scene.play({ hosts, through }).ended;
      const warning = play.events.find(
        (event) => event.kind === "warning" && /no space|record/i.test(event.problem.message),
      );
      const said = warning?.kind === "warning" ? warning.problem.message : "nothing";
      return {
        play,
        notes: [`it said “${said.replaceAll(scene.project.folder, "…")}”`],
        broken: warning ? [] : ["it did not say that there is no record"],
      };
    },
    expect: passesUnnoticed,
  };
}

/** What can be wrong with the machine that lab runs on. */
export const controlMachineFaults: readonly Fault[] = [
  smallDisk("No space left for the record of the run", 4),
  smallDisk("No space left for the record in the middle of the run", 48),
];
