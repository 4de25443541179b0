import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { labPath } from "../run-lab.ts";

/** A line of the log of `lab reconcile`. */
export type LogLine = Readonly<Record<string, unknown>>;

/** `lab reconcile` while it runs. */
export interface RunningReconcile {
  readonly lines: readonly LogLine[];
  /** Settles with the first line from now on, or of those not waited for yet, that matches. */
  until(isMeant: (line: LogLine) => boolean): Promise<LogLine>;
  signal(name: NodeJS.Signals): void;
  /** Where it serves its health; known once it has said so. */
  url(): Promise<string>;
  readonly ended: Promise<{ readonly exitCode: number | null; readonly stderr: string }>;
}

/** How it is started. */
interface ReconcileOptions {
  /** Where it keeps its records. */
  readonly folder?: string;
  /** For Node itself. */
  readonly nodeFlags?: readonly string[];
}

/** Starts `lab reconcile` as its users do. */
export function startReconcile(
  args: readonly string[],
  { folder = process.cwd(), nodeFlags = [] }: ReconcileOptions = {},
): RunningReconcile {
  const child = spawn(process.execPath, [...nodeFlags, labPath, "reconcile", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    cwd: folder,
  });
  const lines: LogLine[] = [];
  const waiting = new Set<() => void>();
  let stderr = "";
  let from = 0;
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(JSON.parse(line));
    for (const look of waiting) look();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ exitCode: number | null; stderr: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, stderr }));
  });
  const wait = (start: number, isMeant: (line: LogLine) => boolean): Promise<LogLine> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.findIndex((line, index) => index >= start && isMeant(line));
        const line = lines[found];
        if (!line) return;
        from = Math.max(from, found + 1);
        waiting.delete(look);
        resolve(line);
      };
      waiting.add(look);
      look();
      ended.then(() => reject(new Error(`lab reconcile ended before that: ${stderr}`)), reject);
    });
  return {
    lines,
    ended,
    until: (isMeant) => wait(from, isMeant),
    signal: (name) => void child.kill(name),
    url: async () => String((await wait(0, ({ msg }) => msg === "started")).listen),
  };
}
