import { FramedShell } from "../../../src/transport/framed-shell.ts";
import { localChannel } from "../transport/local-channel.ts";

/**
 * Runs a script, given by its name, in a frame of a shell of this machine, and prints as JSON how much memory this process
 * took at most in MiB, and how much was kept.
 */
const scripts: Readonly<Record<string, string>> = {
  "a line without end": "head -c 400000000 /dev/zero | tr '\\0' x",
  "many lines": "yes 'a line of some length that comes again and again' | head -c 400000000",
  "both streams": "head -c 200000000 /dev/zero >&2; head -c 200000000 /dev/zero",
};

const [, , name = ""] = process.argv;
const shell = new FramedShell("host", localChannel("sh"));
let lines = 0;
const result = await shell.run({
  kind: "probe",
  script: scripts[name] ?? "exit 9",
  timeoutMs: 120_000,
  onLine: () => {
    lines += 1;
  },
});
await shell.close();
const kept = result.stdout.length + result.stderr.length;
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(`${JSON.stringify({ peak, kept, lines, exitCode: result.exitCode })}\n`);
