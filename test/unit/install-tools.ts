import { installPackages } from "../../src/sandbox/install-packages.ts";
import { hasProgram } from "../../src/sandbox/local-program.ts";

const tools = ["shellcheck", "busybox", "dash", "bash"];

/** Installs what the unit tests run, where it is missing: a linter for sh, and the implementations of sh. */
export default async function installTools(): Promise<void> {
  const missing = tools.filter((tool) => !hasProgram(tool));
  if (missing.length > 0) await installPackages(missing, (line) => process.stdout.write(`${line}\n`));
}
