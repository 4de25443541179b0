import { resolve } from "node:path";
import {
  etcdSnapshotModule as etcdSnapshot,
  snapshotFolder,
  stampOf,
} from "../../src/kubernetes/etcd-snapshot.ts";
import { mostBytes, savedSnapshot } from "../../src/kubernetes/saved-snapshot.ts";
import { defineRole, notYet, task } from "../../src/role/role.ts";
import type { RoleCluster } from "../../src/role/role-context.ts";
import { keptBackupModule as keptBackup } from "./kept-backup.ts";

export default defineRole({
  name: "etcd_backup",
  summary: "Saves a snapshot of a cluster's etcd, and carries it to the control machine.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      folder: {
        type: "string",
        minLength: 1,
        description:
          "Folder on the control machine; each cluster has one of its own below it. Default: backups.",
      },
      keep: {
        type: "integer",
        minimum: 1,
        description: "How many snapshots are kept, there and on the host of etcd. Default: 7.",
      },
    },
  },
  tasks: ({ args, host, cluster }) => {
    if (host.name !== memberOf(cluster)) return [];
    const name = stampOf(new Date());
    const keep = args.keep ?? 7;
    const folder = resolve(args.folder ?? "backups", cluster.name);
    const path = `${snapshotFolder}/${name}.db`;
    return [
      task("Save etcd", etcdSnapshot, { name, keep }),
      task(
        "Carry the snapshot to this machine",
        keptBackup,
        ({ saved }) => {
          if (saved === null) return notYet("etcd is not saved");
          if (saved.base64 === null) {
            return notYet(
              `compressed it is larger than ${mostBytes / 1024 / 1024} MiB; it stays at ${host.name}:${path}, copy it by scp`,
            );
          }
          return { folder, name, keep, sha256: saved.sha256, base64: saved.base64 };
        },
        { uses: { saved: savedSnapshot({ path, content: true }) }, delegateTo: "localhost" },
      ),
    ];
  },
});

/** The host whose member is asked: one of those that hold nothing but etcd, else the first control plane. */
function memberOf({ nodes, bootstrap }: RoleCluster): string {
  return nodes.find(({ role }) => role === "etcd")?.name ?? bootstrap;
}
