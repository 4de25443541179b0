import { etcdPki } from "../../src/kubernetes/etcdctl.ts";
import { directoryModule as directory } from "../../src/resources/directory.ts";
import { failModule as fail } from "../../src/resources/fail.ts";
import { packageModule } from "../../src/resources/package.ts";
import { onMachine, type Probe } from "../../src/resources/probe.ts";
import { notYet, type RoleTask, task } from "../../src/role/role.ts";
import { etcdAuthorityModule as makeAuthority } from "./authority-modules.ts";
import { type EtcdAuthority, etcdAuthority } from "./etcd-authority.ts";
import type { Member } from "./members.ts";

/** What the authority of other hosts is; null where one cannot be asked. */
export type AuthoritiesOf = Readonly<Record<string, Probe<EtcdAuthority | null>>>;

/** The question for the authority, put to each of these members. */
export function authoritiesOn(members: readonly Member[]): AuthoritiesOf {
  return Object.fromEntries(members.map(({ name }) => [name, onMachine(name, etcdAuthority({}))] as const));
}

/** Only the first host makes an authority, and only where no other has one: a host that was made anew gets it from them. */
export function authorityTasks(own: Member, members: readonly Member[]): RoleTask[] {
  return [
    task("Install openssl", packageModule, { name: "openssl", install_recommends: false }),
    folderTask(),
    ...(own.name === members[0]?.name ? [makeTask(members.slice(1))] : []),
  ];
}

/** Where kubeadm looks for what it reaches etcd with. */
export function folderTask(): RoleTask {
  return task("Create the folder of etcd's certificates", directory, { path: etcdPki, mode: "0755" });
}

function makeTask(others: readonly Member[]): RoleTask {
  return task(
    "Make the authority of etcd",
    makeAuthority,
    {},
    {
      uses: { own: etcdAuthority({}), ...authoritiesOn(others) },
      when: ({ own, ...facts }) => {
        if (own.kind === "there") return true;
        const known = Object.entries<EtcdAuthority | null>(facts);
        if (known.some(([, one]) => one?.kind === "there")) return false;
        const silent = known.filter(([, one]) => one === null).map(([name]) => name);
        return (
          silent.length === 0 ||
          notYet(`nobody can tell whether there is an authority of etcd on ${silent.join(", ")}`)
        );
      },
    },
  );
}

/** A host that belongs to another etcd is left alone. */
export function refuseOtherAuthority(host: Member, members: readonly Member[], cluster: string): RoleTask {
  return task(
    "Refuse the authority of another etcd",
    fail,
    {
      msg: `${host.name} has the authority of another etcd than the other members of ${cluster}; reset it, and let it join again`,
    },
    {
      uses: { own: etcdAuthority({}), ...authoritiesOn(members.filter(({ name }) => name !== host.name)) },
      when: ({ own, ...facts }) =>
        own.kind === "there" && isForeign(own.fingerprint, fingerprints(Object.values(facts))),
    },
  );
}

/** Those that are known. */
export function fingerprints(authorities: readonly (EtcdAuthority | null)[]): string[] {
  return authorities.flatMap((one) => (one?.kind === "there" ? [one.fingerprint] : []));
}

/** Whether an authority is none of those that are known; where nothing is known, nothing is said. */
export function isForeign(fingerprint: string, known: readonly string[]): boolean {
  return known.length > 0 && !known.includes(fingerprint);
}
