import { spawn } from "node:child_process";
import { Duplex } from "node:stream";

const mostHintChars = 1000;

/**
 * Runs a ProxyCommand of ssh_config, whose stdin and stdout are the link to the host. The stream is destroyed with an
 * error that quotes the command's own words when it fails; destroying the stream ends the command.
 */
export function proxyCommand(command: string): Duplex {
  const child = spawn("/bin/sh", ["-c", `exec ${command}`], { stdio: "pipe" });
  let said = "";
  const link = new Duplex({
    read: () => child.stdout.resume(),
    // That the command does not read any more is told by its end, with its own words.
    write: (chunk: Buffer, _encoding, done) => child.stdin.write(chunk, () => done()),
    final: (done) => child.stdin.end(() => done()),
    destroy: (error, done) => {
      child.kill();
      done(error);
    },
  });
  // The listeners stay: an error that nobody listens for would end the process.
  link.on("error", () => {});
  child.stdin.on("error", () => {});
  child.on("error", (error) => link.destroy(error));
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-mostHintChars);
  });
  child.stdout.on("data", (chunk: Buffer) => {
    if (!link.push(chunk)) child.stdout.pause();
  });
  // The end of stdout alone does not say yet whether the command failed.
  child.on("close", (code) => {
    if (code) link.destroy(new Error(`ProxyCommand "${command}" failed: ${said.trim() || `exit ${code}`}`));
    else link.push(null);
  });
  return link;
}
