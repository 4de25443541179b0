import { spawn } from "node:child_process";
import { labPath } from "../run-lab.ts";

/** lab at a terminal of its own. */
export interface TerminalRun {
  /** Settles when the text is on the screen; rejects when lab ends before. */
  shows(text: string): Promise<void>;
  type(keys: string): void;
  readonly ended: Promise<{ readonly exitCode: number | null; readonly screen: string }>;
}

/** Starts lab at a pseudo terminal, made by script(1) of util-linux, with `home` as the home directory. */
export function startInTerminal(args: readonly string[], home: string): TerminalRun {
  const words = [process.execPath, labPath, ...args].map((word) => `'${word}'`);
  const command = `stty rows 30 cols 100; exec ${words.join(" ")}`;
  const child = spawn("/usr/bin/script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, HOME: home, SSH_AUTH_SOCK: "", TERM: "xterm", CI: "" },
  });
  let screen = "";
  const looks = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    for (const look of looks) look();
  });
  const ended = new Promise<{ exitCode: number | null; screen: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, screen }));
  });
  return {
    ended,
    type: (keys) => void child.stdin.write(keys),
    shows: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (screen.includes(text)) resolve();
        };
        looks.add(look);
        look();
        ended.then(() => reject(new Error(`lab ended without "${text}":\n${screen}`)), reject);
      }),
  };
}
