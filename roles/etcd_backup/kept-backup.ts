import { tidyScript } from "../../src/kubernetes/etcd-snapshot.ts";
import { hereDocument } from "../../src/resources/here-document.ts";
import { defineModule } from "../../src/resources/module.ts";
import { pathState } from "../../src/resources/path-probe.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";

/** A snapshot on the control machine, 0600, where the newest of its cluster are kept. */
export const keptBackupModule = defineModule({
  name: "kept_backup",
  summary: "Keeps a snapshot of etcd on the control machine.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["folder", "name", "sha256", "base64", "keep"],
    properties: {
      folder: { type: "string", description: "Where the backups of the cluster are." },
      name: { type: "string", description: "File name without .db: the time." },
      sha256: { type: "string", description: "Of the snapshot." },
      base64: { type: "string", description: "The snapshot, compressed." },
      keep: { type: "integer", minimum: 1, description: "How many are kept." },
    },
  },
  secrets: ["base64"],
  example: "- kept_backup: { folder: backups/dev, name: 20261121T102218Z, sha256: …, base64: …, keep: 7 }\n",
  build: ({ folder, name, sha256, base64, keep }) => {
    const path = `${folder}/${name}.db`;
    const script = `umask 077
mkdir -p ${shQuote(folder)} && cd ${shQuote(folder)} || exit
trap 'rm -f .lab-backup' EXIT
lab_unpack() { base64 -d | gzip -dc >.lab-backup; }
lab_unpack ${hereDocument(base64)}
echo '${sha256}  .lab-backup' | sha256sum -c - >/dev/null || exit
mv -f .lab-backup '${name}.db' || exit
${tidyScript(".", keep)}`;
    return resource({
      id: `backup ${path}`,
      probes: { file: pathState({ path }) },
      plan: ({ file }) =>
        file.kind === "file"
          ? satisfied
          : {
              kind: "changes",
              changes: [
                {
                  ...{ kind: "run", summary: `save ${path}`, script, secret: true },
                  undo: `rm -f ${shQuote(path)}`,
                  timeoutMs: 300_000,
                },
              ],
              message: path,
            },
    });
  },
});
