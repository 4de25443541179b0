import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { InputError } from "../../src/errors.ts";

/** A snapshot on the control machine. */
export interface SnapshotFile {
  readonly snapshot: string;
  readonly sha256: string;
  readonly size: number;
}

const known = new Map<string, SnapshotFile>();

/** Finds and hashes a snapshot, once per run. Throws InputError where there is no such file. */
export function snapshotFile(path: string): SnapshotFile {
  const snapshot = resolve(path);
  const found = known.get(snapshot) ?? readSnapshot(path, snapshot);
  known.set(snapshot, found);
  return found;
}

function readSnapshot(path: string, snapshot: string): SnapshotFile {
  const stat = statSync(snapshot, { throwIfNoEntry: false });
  if (!stat?.isFile()) {
    const hint = "backup-etcd.yaml keeps them in backups/CLUSTER/";
    throw new InputError({ message: `there is no snapshot ${path}`, hint });
  }
  const sha256 = createHash("sha256").update(readFileSync(snapshot)).digest("hex");
  return { snapshot, sha256, size: stat.size };
}
