import { etcdData, etcdFunctions } from "../../src/kubernetes/etcdctl.ts";
import { defineModule } from "../../src/resources/module.ts";
import { probeOf } from "../../src/resources/probe.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";

/** Data made from a snapshot lies here until all members have theirs; etcd's own container sees the folder. */
const restored = `${etcdData}/lab-restored`;

/** Whether data made from a snapshot waits to be used. */
const waitingData = probeOf(
  {
    name: "restored etcd data",
    script: () => `[ ! -e ${restored}/member ] || echo waiting\n`,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const isWaiting = stdout.trim() === "waiting";
      return queries.map(() => ({ isWaiting }));
    },
  },
  () => "data",
);

/** A member of the etcd that is made from a snapshot. */
export interface RestoredMember {
  readonly name: string;
  /** https://10.0.0.1:2380 */
  readonly peer: string;
}

/** Makes a member's data from a snapshot, beside the data that it has. */
export const restoredDataModule = defineModule({
  name: "restored_data",
  summary: "Makes the data of an etcd member from a snapshot, beside what it has.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["snapshot", "sha256", "size", "name", "members"],
    properties: {
      snapshot: { type: "string", description: "The snapshot on the control machine." },
      sha256: { type: "string", description: "Of the snapshot." },
      size: { type: "integer", description: "Of the snapshot, in bytes." },
      name: { type: "string", description: "Name of this member." },
      members: {
        type: "array",
        minItems: 1,
        items: {
          type: "object",
          additionalProperties: false,
          required: ["name", "peer"],
          properties: { name: { type: "string" }, peer: { type: "string" } },
        },
        description: "All members that the new etcd is to have.",
      },
    },
  },
  example:
    "- restored_data: { snapshot: dev.db, sha256: …, size: 20512, name: cp1, members: [{ name: cp1, peer: 'https://10.0.0.1:2380' }] }\n",
  build: ({ snapshot, sha256, size, name, members }) =>
    resource({
      id: `etcd data from ${snapshot}`,
      probes: { data: waitingData({}) },
      plan: () => ({
        kind: "changes",
        changes: [
          {
            kind: "run",
            summary: `etcdutl snapshot restore (${members.length} ${members.length === 1 ? "member" : "members"})`,
            script: restoreScript(name, members, sha256),
            uploads: { lab_snapshot: { kind: "upload", localPath: snapshot, sha256, size } },
            undo: `rm -rf ${restored}`,
            timeoutMs: 600_000,
          },
        ],
      }),
      after: () => ({ data: { isWaiting: true } }),
      verify: ({ data }) => (data.isWaiting ? null : "the snapshot was not restored"),
    }),
});

/** sh that makes the data; the token keeps members of another restore out. */
export function restoreScript(name: string, members: readonly RestoredMember[], sha256: string): string {
  const own = members.find((member) => member.name === name)?.peer ?? "";
  const cluster = members.map((member) => `${member.name}=${member.peer}`).join(",");
  const flags = [
    `--name=${name}`,
    `--initial-cluster=${cluster}`,
    `--initial-cluster-token=lab-${sha256.slice(0, 12)}`,
    `--initial-advertise-peer-urls=${own}`,
    `--data-dir=${restored}`,
  ];
  return `${etcdFunctions}lab_file=${etcdData}/lab-restore.db
trap 'rm -f "$lab_file"' EXIT
umask 077
rm -rf ${restored} || exit
cp "$lab_snapshot" "$lab_file" || exit
lab_etcdutl snapshot restore "$lab_file" ${flags.map(shQuote).join(" ")} || exit
[ -d ${restored}/member ]
`;
}

/** Puts the new data in the place of the old, which is kept. etcd must be stopped. */
export const swappedDataModule = defineModule({
  name: "swapped_data",
  summary: "Puts restored data in the place of the old, which is kept.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["kept"],
    properties: { kept: { type: "string", description: "Folder that the old data is kept in." } },
  },
  example: "- swapped_data: { kept: /var/lib/etcd-before-20261121T102218Z }\n",
  build: ({ kept }) => {
    const swap = `if [ -e ${etcdData}/member ]; then
  mkdir -p ${shQuote(kept)} && chmod 0700 ${shQuote(kept)} && mv ${etcdData}/member ${shQuote(`${kept}/member`)} || exit
fi
mv ${restored}/member ${etcdData}/member && chown -R --reference=${etcdData} ${etcdData}/member && rm -rf ${restored}
`;
    const undo = `if [ -e ${shQuote(`${kept}/member`)} ]; then
  rm -rf ${etcdData}/member && mv ${shQuote(`${kept}/member`)} ${etcdData}/member && rmdir ${shQuote(kept)}
fi
`;
    return resource({
      id: "data of etcd",
      probes: { data: waitingData({}) },
      plan: ({ data }) =>
        data.isWaiting
          ? {
              kind: "changes",
              changes: [
                {
                  kind: "run",
                  summary: `keep the old data in ${kept}`,
                  script: swap,
                  undo,
                  timeoutMs: 120_000,
                },
              ],
            }
          : satisfied,
      after: () => ({ data: { isWaiting: false } }),
    });
  },
});
