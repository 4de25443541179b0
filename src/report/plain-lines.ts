import type { RunEvent } from "../engine/event.ts";
import { failureLines } from "./failure-lines.ts";
import { hostCount } from "./host-list.ts";
import type { Paint } from "./paint.ts";
import { playLabel } from "./play-label.ts";
import { endText, outcomeStyle, taskLabel } from "./task-label.ts";
import { irreversibleText, undoLines } from "./undo-lines.ts";

/** Lines of a failed command that are shown at once; the recap has them all. */
const tailLines = 20;

/** What decides how an event reads. */
interface PlainStyle {
  readonly paint: Paint;
  /** From 1 on also ok and skipped tasks, connections, and the output of commands. */
  readonly verbosity: number;
  readonly check: boolean;
}

/** The lines that an event adds to a log; none for what is not worth knowing. Warnings and the end are not among them. */
export function plainLines(event: RunEvent, style: PlainStyle): string[] {
  const { paint, verbosity, check } = style;
  const verbose = verbosity >= 1;
  switch (event.kind) {
    case "run-start":
      return [
        `${event.playbook}, ${hostCount(event.hosts.length)}${check ? ", check mode: nothing is written" : ""}`,
      ];
    case "play-start":
      return ["", paint("bold", `play: ${playLabel(event)}, ${hostCount(event.hosts.length)}`)];
    case "play-stopped":
      return [paint("red", `play ended: ${event.message}`)];
    case "task-retry":
      return [
        `[${event.host}] ${paint("yellow", `try ${event.attempt} of ${event.of}`)}: ${event.task}: ${event.message.replaceAll(/\s*\n\s*/g, " ")}`,
      ];
    case "host-connected":
      return verbose ? [paint("dim", `[${event.host}] connected`)] : [];
    case "task-start":
      return verbose ? [paint("dim", `[${event.host}] running: ${event.task}`)] : [];
    case "output":
      return verbose ? [`[${event.host}] ${paint("dim", "|")} ${event.line}`] : [];
    case "host-unreachable":
    case "host-failed":
      return [
        `[${event.host}] ${paint("red", event.failure.kind)}${isIgnored(event) ? " (ignored)" : ""}`,
        ...failureLines(event.failure, paint, tailLines),
      ];
    case "irreversible":
      return [`[${event.host}] ${paint("dim", irreversibleText(event.changes))}`];
    case "undo":
      return undoLines(event, paint);
    case "task-end":
      return taskLines(event, style);
    default:
      return [];
  }
}

function isIgnored(event: RunEvent & { kind: "host-unreachable" | "host-failed" }): boolean {
  return event.kind === "host-unreachable" && event.ignored;
}

function taskLines(
  event: RunEvent & { kind: "task-end" },
  { paint, verbosity, check }: PlainStyle,
): string[] {
  const { outcome, message, failure } = event;
  // An ok task that has something to say is a debug message.
  const quiet = outcome === "skipped" || (outcome === "ok" && message === "");
  if (quiet && verbosity < 1) return [];
  const word = paint(outcomeStyle[outcome], endText(event, check));
  const [first = "", ...rest] = message === "" ? [] : message.split("\n");
  const said = first === "" || failure ? "" : `: ${first}`;
  return [
    `[${event.host}] ${word}: ${taskLabel(event)}${said}`,
    ...(failure ? failureLines(failure, paint, tailLines) : rest.map((line) => `  ${line}`)),
  ];
}
