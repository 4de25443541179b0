import { CommandError, InputError } from "../errors.ts";
import { runProgram } from "./local-program.ts";
import type { Progress } from "./progress.ts";

const unattended = { DEBIAN_FRONTEND: "noninteractive", NEEDRESTART_SUSPEND: "1" };

/** Installs packages on this machine with apt, without recommendations; must run as root. Throws InputError. */
export async function installPackages(packages: readonly string[], progress: Progress): Promise<void> {
  progress(`Installing ${packages.join(", ")} on this machine`);
  // One unreachable third-party source fails the update though the packages can be had; the installation decides.
  await runProgram("apt-get", ["update", "-q"], unattended).catch(() => undefined);
  const options = ["install", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"];
  try {
    await runProgram("apt-get", [...options, ...packages], unattended);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new InputError({
      message: `apt-get cannot install ${packages.join(", ")}: ${error.stderr.trim()}`,
      hint: `install by hand, then try again: apt-get update && apt-get install ${packages.join(" ")}`,
    });
  }
}
