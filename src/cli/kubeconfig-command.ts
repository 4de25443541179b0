import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CommandError, ConnectionError, ConvergenceError, exitCode, InputError } from "../errors.ts";
import { fromHere } from "../input/from-here.ts";
import { suggestion } from "../input/suggest.ts";
import type { Cluster, Inventory } from "../inventory/inventory.ts";
import { type KubeconfigNames, labKubeconfig } from "../kubernetes/lab-kubeconfig.ts";
import { sanitize } from "../report/sanitize.ts";
import { sshTransport } from "../transport/ssh-transport.ts";
import { replaceFile } from "../vault/replace-file.ts";
import { adminConf } from "./admin-conf.ts";
import type { VaultKeyFlags } from "./command-secrets.ts";
import { hostTargets, type LoginFlags } from "./host-targets.ts";
import { mergeIntoOwn } from "./merge-into-own.ts";
import { readIfThere } from "./read-if-there.ts";
import { readInventory } from "./read-inventory.ts";

/** The flags of `lab kubeconfig`. */
export interface KubeconfigFlags extends LoginFlags, VaultKeyFlags {
  /** Names of clusters; none for all. */
  readonly clusters: readonly string[];
  /** Path of clusters.json. */
  readonly inventory: string;
  /** Into the user's own kubeconfig, instead of a file for each cluster. */
  readonly merge: boolean;
  /** The merged cluster becomes the current one. */
  readonly use: boolean;
  /** Where the files go. */
  readonly folder: string;
  /** URL of the API server, as seen from here. */
  readonly server?: string;
}

/** The kubeconfig of one cluster, made ready for this machine. */
export interface FetchedKubeconfig {
  readonly cluster: string;
  readonly text: string;
}

/** Runs `lab kubeconfig` and returns its exit code. Cost: a connection and a round trip per cluster. Throws InputError. */
export async function kubeconfigCommand(
  flags: KubeconfigFlags,
  write: (text: string) => void,
): Promise<number> {
  const inventory = await readInventory(flags.inventory, flags, false);
  const clusters = chosen(flags, inventory);
  const { fetched, code } = await fetchAll(clusters, inventory, flags, write);
  if (fetched.length === 0) return code;
  if (flags.merge) mergeIntoOwn(fetched, flags.use, write);
  else for (const one of fetched) keep(one, flags.folder, write);
  return code;
}

function chosen({ clusters: names, use, server }: KubeconfigFlags, { clusters }: Inventory): Cluster[] {
  const found = (names.length === 0 ? [...clusters.keys()] : [...new Set(names)]).map((name) => {
    const cluster = clusters.get(name);
    if (cluster) return cluster;
    throw new InputError({
      message: `there is no cluster "${name}"`,
      hint: suggestion(name, clusters.keys()),
    });
  });
  for (const [flag, isGiven] of [
    ["--use", use],
    ["--server", server !== undefined],
  ] as const) {
    if (isGiven && found.length !== 1) {
      const hint = `name it: lab kubeconfig ${[...clusters.keys()][0] ?? "CLUSTER"} … ${flag}`;
      throw new InputError({ message: `${flag} is about one cluster, and there are ${found.length}`, hint });
    }
  }
  return found;
}

async function fetchAll(
  clusters: readonly Cluster[],
  inventory: Inventory,
  flags: KubeconfigFlags,
  write: (text: string) => void,
): Promise<{ readonly fetched: FetchedKubeconfig[]; readonly code: number }> {
  const targets = await hostTargets(inventory, flags);
  const transport = sshTransport();
  const fetch = async (cluster: Cluster): Promise<string> =>
    asOurs(await adminConf(cluster, inventory, targets, transport), cluster.name, flags.server);
  const results = await Promise.allSettled(clusters.map(fetch));
  const fetched: FetchedKubeconfig[] = [];
  let code: number = exitCode.ok;
  for (const [index, result] of results.entries()) {
    const cluster = clusters[index]?.name ?? "";
    if (result.status === "fulfilled") fetched.push({ cluster, text: result.value });
    else code = Math.max(code, tell(cluster, result.reason, write));
  }
  return { fetched, code };
}

function asOurs(conf: string, name: string, server: string | undefined): string {
  const names: KubeconfigNames = { name, ...(server === undefined ? {} : { server }) };
  const text = labKubeconfig(conf, names);
  if (typeof text === "string") return text;
  throw new ConvergenceError(`its kubeconfig cannot be used here: ${text.problem}`);
}

/** What went wrong with one cluster; the others go on. Returns the exit code. */
function tell(cluster: string, error: unknown, write: (text: string) => void): number {
  const say = (text: string): void => write(`${sanitize(`${cluster}: ${text}`)}\n`);
  if (error instanceof ConnectionError) {
    say(`unreachable: ${error.message}\n  ${error.hint}`);
    return exitCode.hostsUnreachable;
  }
  if (!(error instanceof ConvergenceError || error instanceof CommandError)) throw error;
  say(error.message + (error instanceof ConvergenceError && error.hint !== "" ? `\n  ${error.hint}` : ""));
  return exitCode.hostsFailed;
}

function keep({ cluster, text }: FetchedKubeconfig, folder: string, write: (text: string) => void): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${cluster}.yaml`);
  const isSame = readIfThere(path) === text;
  if (!isSame) replaceFile(path, text);
  const here = fromHere(path);
  write(
    `${cluster}: ${here}${isSame ? " is as it should be" : ""}\n  kubectl --kubeconfig ${here} get nodes\n`,
  );
}
