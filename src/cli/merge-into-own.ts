import { closeSync, mkdirSync, openSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { InputError } from "../errors.ts";
import { type ClusterKubeconfig, mergeKubeconfig } from "../kubeconfig/merge-kubeconfig.ts";
import { replaceFile } from "../vault/replace-file.ts";
import { readIfThere } from "./read-if-there.ts";

/**
 * Merges clusters into the user's own kubeconfig: the first file of KUBECONFIG, else ~/.kube/config. What it held is kept
 * beside it. Throws InputError.
 */
export function mergeIntoOwn(
  added: readonly ClusterKubeconfig[],
  isUsed: boolean,
  write: (text: string) => void,
): void {
  const path = ownKubeconfig(process.env);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  whileLocked(path, () => {
    const before = readIfThere(path);
    const use = isUsed ? (added[0]?.cluster ?? null) : null;
    const merged = mergeKubeconfig(before, path, added, use);
    if (merged.text !== before) {
      if (before !== null) replaceFile(backupOf(path), before);
      replaceFile(path, merged.text);
    }
    for (const { cluster, outcome } of merged.clusters) {
      const isCurrent = merged.currentContext === cluster;
      const how = isCurrent ? "kubectl get nodes" : `kubectl --context ${cluster} get nodes`;
      write(`${cluster}: ${said[outcome]} ${path}\n  ${how}\n`);
    }
    if (merged.text !== before && before !== null) write(`as it was before: ${backupOf(path)}\n`);
  });
}

const said = { added: "added to", replaced: "replaced in", unchanged: "is as it should be in" } as const;

/** Where kubectl would write. */
export function ownKubeconfig(env: Readonly<Record<string, string | undefined>>): string {
  const [first] = (env.KUBECONFIG ?? "").split(delimiter).filter((path) => path !== "");
  return first ?? join(homedir(), ".kube", "config");
}

function backupOf(path: string): string {
  return `${path}.before-lab`;
}

/** kubectl keeps the same lock while it changes the file (clientcmd's lockFile). */
function whileLocked(path: string, action: () => void): void {
  const lock = `${path}.lock`;
  try {
    closeSync(openSync(lock, "wx", 0o600));
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const message = reason === "EEXIST" ? `somebody else changes ${path} right now` : `${lock}: ${reason}`;
    throw new InputError({ message, hint: `try again; if nobody does, remove ${lock}` });
  }
  try {
    action();
  } finally {
    rmSync(lock, { force: true });
  }
}
