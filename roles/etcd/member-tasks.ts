import { copyModule as copy } from "../../src/resources/copy.ts";
import { directoryModule as directory } from "../../src/resources/directory.ts";
import { failModule as fail } from "../../src/resources/fail.ts";
import { onMachine } from "../../src/resources/probe.ts";
import { serviceState } from "../../src/resources/service-probe.ts";
import { userModule as user } from "../../src/resources/user.ts";
import { flushHandlers, type RoleStep, type RoleTask, task } from "../../src/role/role.ts";
import { carriedAuthorityModule as carriedAuthority } from "./authority-modules.ts";
import { refuseOtherAuthority } from "./authority-tasks.ts";
import { etcdCertificatesModule as etcdCertificates } from "./certificates-module.ts";
import { type EtcdConfigRequest, etcdConfig, foundation } from "./etcd-config.ts";
import { type EtcdHost, etcdHost } from "./etcd-host.ts";
import { type InstallArguments, installTasks } from "./install-tasks.ts";
import { etcdMemberModule as etcdMember } from "./member-module.ts";
import type { Member } from "./members.ts";
import { configFile } from "./paths.ts";
import { restartEtcdModule as restartEtcd } from "./restart-module.ts";

/** A host with a member, and all that the role knows of it. */
export interface MemberSubject {
  readonly cluster: string;
  readonly own: Member;
  readonly members: readonly Member[];
  readonly dataDir: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly days: number;
  readonly renewBefore: number;
  readonly software: InstallArguments;
}

const restart = "Restart etcd";

/** Everything from the bare host to a member that runs; it waits for no other host, unless it joins a running cluster. */
export function memberTasks(subject: MemberSubject): RoleStep[] {
  const { cluster, own, members, days, renewBefore } = subject;
  const names = [...new Set([own.name, "localhost", "127.0.0.1", "::1", ...own.addresses])];
  const from = members.map(({ name }) => name).filter((name) => name !== own.name);
  return [
    refuseOthers(subject),
    refuseOtherAuthority(own, members, cluster),
    task("Create the user of etcd", user, {
      name: "etcd",
      system: true,
      create_home: false,
      shell: "/usr/sbin/nologin",
    }),
    task("Get the authority of etcd", carriedAuthority, { cluster, from }),
    task("Sign the certificates of the member", etcdCertificates, { names, days, renew_before: renewBefore }),
    ...installTasks(subject.software, { cluster, restart }),
    ...configurationTasks(subject),
    flushHandlers,
    startTask(subject),
  ];
}

/** An etcd that lab has not configured may be anybody's. */
function refuseOthers({ dataDir, own }: MemberSubject): RoleTask {
  return task(
    "Refuse an etcd of somebody else",
    fail,
    {
      msg: `${own.name} has an etcd that lab has not made: it runs, or its data is in ${dataDir}; stop it, and move its data away`,
    },
    {
      uses: { host: etcdHost({ dataDir }) },
      when: ({ host }) => !host.isConfigured && (host.isActive || host.hasData),
    },
  );
}

function configurationTasks(subject: MemberSubject): RoleTask[] {
  return [
    task("Create the folder of the configuration", directory, { path: "/etc/etcd", mode: "0755" }),
    task("Create the folder of the data", directory, { path: subject.dataDir, mode: "0700", owner: "etcd" }),
    task(
      "Configure etcd",
      copy,
      { dest: configFile, content: etcdConfig(configOf(subject)), mode: "0644" },
      { notify: restart },
    ),
  ];
}

function configOf({ cluster, own, dataDir, configuration }: MemberSubject): EtcdConfigRequest {
  return { cluster, member: own, dataDir, configuration };
}

/** Members are added one at a time: each must be well before etcd takes the next. */
function startTask(subject: MemberSubject): RoleTask {
  const { cluster, own, members, dataDir } = subject;
  const others = members.filter(({ name }) => name !== own.name);
  const uses = Object.fromEntries(
    others.map(({ name }) => [name, onMachine(name, etcdHost({ dataDir }))] as const),
  );
  const base = foundation(configOf(subject));
  return task(
    "Run a member of etcd",
    etcdMember,
    (facts: Readonly<Record<string, EtcdHost | null>>) => ({
      cluster,
      own: plain(own),
      members: members.map(plain),
      others: { ...facts },
      data_dir: dataDir,
      foundation: base,
    }),
    { uses, exclusive: oneByOne(cluster) },
  );
}

/** One after another, so that a majority runs at any time. */
export function restartTask({ cluster, dataDir }: { readonly cluster: string; readonly dataDir: string }) {
  return task(
    restart,
    restartEtcd,
    {},
    {
      uses: { service: serviceState({ unit: "etcd.service" }), host: etcdHost({ dataDir }) },
      when: ({ service, host }) => service.kind === "unit" && service.active === "active" && host.hasData,
      exclusive: oneByOne(cluster),
    },
  );
}

function oneByOne(cluster: string): string {
  return `members of etcd of ${cluster}`;
}

function plain(member: Member) {
  return { ...member, addresses: [...member.addresses] };
}
