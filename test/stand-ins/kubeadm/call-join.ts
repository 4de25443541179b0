import { Exit } from "../core/exit.ts";
import { print } from "../core/print.ts";
import { checkValues } from "./check-values.ts";
import { ConfigError, readConfigFile } from "./config-file.ts";
import { joinOfFlags } from "./flag-documents.ts";
import { releaseOf, runJoin } from "./join.ts";
import type { Call } from "./kubeadm.ts";
import { PhaseRunner } from "./phases.ts";
import { nodeSettings } from "./settings.ts";

/** `kubeadm join`. */
export async function callJoin({ version, flags, operands }: Call): Promise<void> {
  const release = releaseOf(version);
  const path = flags.text("config");
  const join =
    path === undefined
      ? joinOfFlags(flags, operands[0], release)
      : readConfigFile(path, release).get("JoinConfiguration");
  if (join === undefined)
    throw new Exit(1, `no JoinConfiguration found in config file ${JSON.stringify(path)}`);
  const problems = path === undefined ? checkValues(new Map([["JoinConfiguration", join]])) : [];
  if (problems.length > 0) throw new ConfigError(problems.join(", "));
  if (flags.isSet("dry-run"))
    return print("[dryrun] Finished dry-running successfully. Above are the resources that would be created");
  const skipped = [...flags.list("skip-phases"), ...nodeSettings(join, []).skipped];
  const runner = new PhaseRunner("kubeadm join", skipped);
  await runJoin(join, version, flags.list("ignore-preflight-errors"), runner);
}
