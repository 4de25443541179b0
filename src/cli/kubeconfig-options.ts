import { type Command, InvalidArgumentError } from "commander";
import type { Defaults } from "./defaults.ts";
import { type LoginArguments, loginFlags, withLoginOptions } from "./login-options.ts";
import { given, nonEmpty } from "./option-values.ts";
import { inventoryOption, vaultKeyOption } from "./run-options.ts";

interface KubeconfigArguments extends LoginArguments {
  readonly inventory?: string;
  readonly vaultKey?: string;
  readonly merge?: true;
  readonly use?: true;
  readonly folder: string;
  readonly server?: string;
}

/** Adds `lab kubeconfig`; `done` receives its exit code. */
export function addKubeconfig(
  program: Command,
  defaults: Defaults,
  write: (text: string) => void,
  done: (exitCode: number) => void,
): void {
  const command = program
    .command("kubeconfig")
    .description("fetch the kubeconfigs of clusters, or merge them into your own")
    .argument("[cluster...]", "names of clusters; without any, all")
    .addOption(inventoryOption(defaults))
    .addOption(vaultKeyOption())
    .option("--folder <folder>", "where they go, as CLUSTER.yaml", nonEmpty, "kubeconfigs")
    .option("--merge", "merge them into the first file of $KUBECONFIG, or ~/.kube/config")
    .option("--use", "with --merge: make the cluster the current context")
    .option("--server <url>", "the API server as seen from here, where that is another address", serverUrl);
  withLoginOptions(command, defaults).action(async (clusters: string[], options: KubeconfigArguments) => {
    if (defaults.error) throw defaults.error;
    const [{ kubeconfigCommand }, { findInventory }] = await Promise.all([
      import("./kubeconfig-command.ts"),
      import("./project.ts"),
    ]);
    const { merge = false, use = false, folder, server } = options;
    const inventory = findInventory(options.inventory);
    const vault = given({ vaultKey: options.vaultKey, vaultKeySetting: defaults.settings.vault_key });
    const flags = { ...vault, ...loginFlags(options), ...given({ server }) };
    done(await kubeconfigCommand({ ...flags, clusters, inventory, merge: merge || use, use, folder }, write));
  });
}

/** Throws InvalidArgumentError. */
function serverUrl(value: string): string {
  if (/^https:\/\/[^/\s]+$/.test(value)) return value;
  throw new InvalidArgumentError("write https://HOST:PORT");
}
