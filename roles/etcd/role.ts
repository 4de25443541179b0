import { copyModule as copy } from "../../src/resources/copy.ts";
import { defineRole, type RoleStep, type RoleTask, task } from "../../src/role/role.ts";
import type { RoleCluster } from "../../src/role/role-context.ts";
import {
  type AuthoritiesOf,
  authoritiesOn,
  authorityTasks,
  fingerprints,
  folderTask,
} from "./authority-tasks.ts";
import { etcdClientModule as etcdClient } from "./client-module.ts";
import { etcdHealthyModule as etcdHealthy } from "./healthy-module.ts";
import { memberTasks, restartTask } from "./member-tasks.ts";
import { type Member, membersOf } from "./members.ts";
import { defaultData, markerFile } from "./paths.ts";

export default defineRole({
  name: "etcd",
  summary: "Runs etcd on hosts of its own, and gives control planes what they reach it with.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["step"],
    properties: {
      step: {
        enum: ["authority", "members", "clients"],
        description:
          "authority makes the authority on the first host of etcd; members brings etcd up; clients proves that it is well, and lets control planes in. In this order, each in a play of its own.",
      },
      source: {
        enum: ["packages", "bundle"],
        description:
          "Where the software comes from: Debian's packages, or a bundle on the control machine. Default: packages.",
      },
      bundle: {
        type: "string",
        minLength: 1,
        description:
          "The bundle: a folder, or an archive of one. It has the binaries etcd, etcdctl and etcdutl.",
      },
      version: {
        type: "string",
        minLength: 1,
        description:
          "Version of the packages, exact or a pattern: 3.4.*; or of etcd in the bundle. Default: the one that there is.",
      },
      data_dir: {
        type: "string",
        pattern: "^/[A-Za-z0-9_./-]+$",
        errorMessage: "must be an absolute path",
        description: "Where members keep their data, the same on all hosts. Default: /var/lib/etcd.",
      },
      configuration: {
        type: "object",
        description:
          "Further keys of etcd's configuration file, such as quota-backend-bytes; they count more than those of lab, null takes one away.",
      },
      certificate_days: {
        type: "integer",
        minimum: 1,
        description: "Days that certificates of members and clients are valid. Default: 365.",
      },
      renew_before: {
        type: "integer",
        minimum: 0,
        description: "Days before their end that certificates are renewed. Default: 30.",
      },
    },
  },
  tasks: ({ args, host, cluster }) => {
    const members = membersOf(cluster);
    const own = members.find(({ name }) => name === host.name) ?? null;
    const days = args.certificate_days ?? 365;
    const renewBefore = args.renew_before ?? 30;
    if (members.length === 0) return [];
    switch (args.step) {
      case "authority":
        return own === null ? [] : authorityTasks(own, members);
      case "members": {
        const dataDir = args.data_dir ?? defaultData;
        const configuration = { ...args.configuration };
        const subject = { cluster: cluster.name, members, dataDir, configuration, days, renewBefore };
        return own === null ? [] : memberTasks({ ...subject, own, software: args });
      }
      case "clients":
        if (own !== null) return proofTasks(cluster, own, members);
        return host.role === "control_plane"
          ? clientTasks(cluster.name, members, { days, renew_before: renewBefore })
          : [];
    }
  },
  handlers: ({ args, cluster }) => [
    restartTask({ cluster: cluster.name, dataDir: args.data_dir ?? defaultData }),
  ],
});

function proofTasks(cluster: RoleCluster, own: Member, members: readonly Member[]): RoleStep[] {
  return [
    task("Prove that etcd is well", etcdHealthy, {
      name: own.name,
      endpoints: members.map(({ clientUrl }) => clientUrl),
    }),
    task("Remember that the cluster exists", copy, {
      dest: markerFile,
      content: `${cluster.name}\n`,
      mode: "0644",
    }),
  ];
}

function clientTasks(
  cluster: string,
  members: readonly Member[],
  validity: { readonly days: number; readonly renew_before: number },
): RoleTask[] {
  const from = members.map(({ name }) => name);
  const uses: AuthoritiesOf = authoritiesOn(members);
  return [
    folderTask(),
    task(
      "Let the API server reach etcd",
      etcdClient,
      (facts) => ({ cluster, from, authorities: fingerprints(Object.values(facts)), ...validity }),
      { uses },
    ),
  ];
}
