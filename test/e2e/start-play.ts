import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { HostRecap, RunEvent } from "../../src/engine/event.ts";
import { labPath } from "../run-lab.ts";

/** What a run of `lab play` came to. */
export interface EndedPlay {
  readonly exitCode: number | null;
  readonly stderr: string;
  readonly events: readonly RunEvent[];
  /** By host; empty when the run ended without one. */
  readonly recap: ReadonlyMap<string, HostRecap>;
}

/** `lab play … --output json` while it runs. */
export interface RunningPlay {
  /** Settles with the first event, past or to come, that matches; rejects when the run ends without one. */
  until(isMeant: (event: RunEvent) => boolean): Promise<RunEvent>;
  interrupt(signal?: "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGKILL" | "SIGSTOP" | "SIGCONT"): void;
  /** Closes the pipe that lab prints to, as `| head` does. */
  stopReading(): void;
  readonly ended: Promise<EndedPlay>;
}

/** Starts `lab play` as its users do, in `folder`, as a process of its own with `home` as their home directory. */
export function startPlay(args: readonly string[], home: string, folder = process.cwd()): RunningPlay {
  return startRun(["play", ...args], { home, folder });
}

/** Where a run takes place. */
export interface RunPlace {
  readonly home: string;
  readonly folder: string;
  /** A program with its arguments that starts lab in its turn. */
  readonly through?: readonly string[];
}

/** Starts a command of lab that tells events: `play`, `rollback`. */
export function startRun(args: readonly string[], { home, folder, through = [] }: RunPlace): RunningPlay {
  const [program = process.execPath, ...rest] = [
    ...through,
    ...[process.execPath, labPath, ...args, "--output", "json"],
  ];
  const child = spawn(program, rest, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, HOME: home, SSH_AUTH_SOCK: "" },
  });
  const events: RunEvent[] = [];
  const waiting = new Set<() => void>();
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    const event = readEvent(line);
    if (event === null) return;
    events.push(event);
    for (const look of waiting) look();
  });
  const ended = endOf(child, events);
  return {
    ended,
    interrupt: (signal = "SIGINT") => void child.kill(signal),
    stopReading: () => void child.stdout.destroy(),
    until: (isMeant) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = events.find(isMeant);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        ended.then(({ stderr }) => reject(new Error(`the run ended without that event ${stderr}`)), reject);
      }),
  };
}

/** Null for the half of a line that a killed process leaves behind. */
function readEvent(line: string): RunEvent | null {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (line.endsWith("}")) throw error;
    return null;
  }
}

function endOf(child: ChildProcess, events: readonly RunEvent[]): Promise<EndedPlay> {
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => {
      const end = events.find((event) => event.kind === "run-end");
      const recap = new Map(end?.recap.map((host) => [host.host, host]));
      resolve({ exitCode, stderr, events, recap });
    });
  });
}
