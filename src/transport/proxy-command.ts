import { spawn } from "node:child_process";
import { Duplex } from "node:stream";

const mostHintChars = 1000;

/**
 * Runs a ProxyCommand of ssh_config, whose stdin and stdout are the link to the host. The stream is destroyed with an
 * error that quotes the command's own words when it fails; destroying the stream ends the command.
 */
export function proxyCommand(command: string): Duplex {
  const child = spawn("/bin/sh", ["-c", `exec ${command}`], { stdio: "pipe" });
  const link = Duplex.from({ readable: child.stdout, writable: child.stdin });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-mostHintChars);
  });
  child.on("error", (error) => link.destroy(error));
  child.on("close", (code) => {
    if (code) link.destroy(new Error(`ProxyCommand "${command}" failed: ${said.trim() || `exit ${code}`}`));
  });
  link.on("close", () => child.kill());
  link.on("error", () => {});
  return link;
}
