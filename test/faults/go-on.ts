import type { EndedPlay } from "../e2e/start-play.ts";
import { runLab } from "../run-lab.ts";
import type { Scene } from "./scene/scene.ts";

/** How a run is gone on with. */
export interface GoOn {
  readonly flags: readonly string[];
  /** Lab itself names the command, to whoever asks it for the run. */
  readonly isNamed: boolean;
}

/** What the job was told to do wrong, it is not told again. */
const mended = ["-e", "hold=nowhere", "-e", "fails=nobody"];

/** The command that lab names for a run that is not finished. A run that had not begun is begun again. */
export async function goOnCommand(scene: Scene, play: EndedPlay): Promise<GoOn> {
  const start = play.events.find((event) => event.kind === "run-start");
  if (!start) return { flags: mended, isNamed: true };
  const { folder, home } = scene.project;
  const { stdout } = await runLab(["runs", "show", start.run], { HOME: home }, folder);
  const isNamed = new RegExp(`lab play .*--resume ${start.run}`).test(stdout);
  return { flags: ["--resume", start.run, ...mended], isNamed };
}
