import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Exit } from "./exit.ts";

const run = promisify(execFile);

/** Runs Debian's openssl; returns what it prints. Input goes to its stdin. */
export async function openssl(args: readonly string[], input = ""): Promise<string> {
  try {
    const running = run("openssl", [...args], { encoding: "utf8", maxBuffer: 1 << 24 });
    // It may be done before it has read everything.
    running.child.stdin?.on("error", () => undefined);
    running.child.stdin?.end(input);
    return (await running).stdout;
  } catch (error) {
    throw new Exit(1, `openssl ${args.join(" ")}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
