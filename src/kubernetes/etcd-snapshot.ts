import { defineModule } from "../resources/module.ts";
import { resource } from "../resources/resource.ts";
import { etcdFunctions, snapshotScript } from "./etcdctl.ts";
import { savedSnapshot } from "./saved-snapshot.ts";

/** Where the hosts of etcd keep their snapshots: those of backups, and those before each hop of an upgrade. */
export const snapshotFolder = "/var/backups/lab/etcd";

/** Saves a snapshot of etcd on its own host, over one of the same name. */
export const etcdSnapshotModule = defineModule({
  name: "etcd_snapshot",
  summary: "Saves a snapshot of etcd on its own host, and looks whether it is whole.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: { type: "string", description: `File name without .db, below ${snapshotFolder}.` },
      keep: {
        type: "integer",
        minimum: 1,
        description: "How many snapshots that are named by their time are kept. Default: all.",
      },
    },
  },
  example: "- etcd_snapshot: { name: before-1.34 }\n",
  build: ({ name, keep }) => {
    const path = `${snapshotFolder}/${name}.db`;
    const summary = `etcd snapshot ${path}`;
    const tidy =
      keep === undefined ? "" : `lab_status=$?\n${tidyScript(snapshotFolder, keep)}exit "$lab_status"\n`;
    const script = `${etcdFunctions}${snapshotScript(path)}${tidy}`;
    return resource({
      id: summary,
      probes: { saved: savedSnapshot({ path, content: false }) },
      plan: () => ({
        kind: "changes",
        changes: [{ kind: "run", summary, script, undo: ":", timeoutMs: 600_000 }],
      }),
      verify: ({ saved }) => (saved === null ? `${path} was not saved` : null),
    });
  },
});

/** sh that removes all but the newest snapshots that are named by their time. */
export function tidyScript(folder: string, keep: number): string {
  return `find '${folder}' -maxdepth 1 -name '[0-9]*T*Z.db' | sort -r | tail -n +${keep + 1} | while read -r lab_old; do rm -f "$lab_old"; done
`;
}

/** "20261121T102218Z": sorts by time, and is a good file name anywhere. Pure. */
export function stampOf(time: Date): string {
  return time.toISOString().replaceAll(/[-:]|\.\d+/g, "");
}
