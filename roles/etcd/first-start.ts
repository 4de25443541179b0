import type { EtcdCluster, ListedMember } from "./etcd-cluster.ts";
import type { EtcdHost } from "./etcd-host.ts";
import type { Member } from "./members.ts";

/** What is known before a member starts. */
export interface Situation {
  readonly cluster: string;
  readonly own: Member;
  /** All that the inventory wants, `own` among them. */
  readonly members: readonly Member[];
  readonly host: EtcdHost;
  readonly network: EtcdCluster;
  /** The hosts of the other members; null where one cannot be asked. */
  readonly others: Readonly<Record<string, EtcdHost | null>>;
}

/** How a member comes to its cluster. */
export type Start =
  /** Its data is there. */
  | { readonly kind: "again" }
  /** With these members, none of which has ever agreed on anything. */
  | { readonly kind: "found"; readonly initial: string }
  /** It is in the list, and has never started. */
  | { readonly kind: "listed"; readonly initial: string }
  /** It is to be added; `lost` is the id under which it was known before its data was lost. */
  | { readonly kind: "add"; readonly lost: string | null }
  | { readonly kind: "blocked"; readonly reason: string }
  | { readonly kind: "refused"; readonly message: string };

/**
 * Decides so that there is never a second cluster: one is founded only where no host has been part of one. A member whose data
 * is lost is replaced only while more than half of all members are well without it. Pure.
 */
export function startOf(situation: Situation): Start {
  const { host, network } = situation;
  if (!network.canAsk) return { kind: "blocked", reason: "etcdctl and its certificates are not there" };
  const split = splitOf(situation);
  if (split !== null) return { kind: "refused", message: split };
  if (host.hasData) return startAgain(situation);
  return network.members === null ? found(situation) : join(situation, network.members);
}

function splitOf({ cluster, network }: Situation): string | null {
  const ids = Object.entries(network.clusterIds);
  if (new Set(ids.map(([, id]) => id)).size < 2) return null;
  const said = ids.map(([endpoint, id]) => `${endpoint} ${id}`).join(", ");
  return `the members of etcd of ${cluster} belong to different clusters: ${said}; nobody can tell which of them holds its state`;
}

function startAgain({ cluster, own, network }: Situation): Start {
  if (network.members === null || network.members.some((member) => isOwn(member, own)))
    return { kind: "again" };
  return {
    kind: "refused",
    message: `${own.name} has data of etcd, but is no member of the etcd of ${cluster} any more; it joins anew once its data directory is moved away`,
  };
}

function found({ cluster, own, members, host, others }: Situation): Start {
  const silent = Object.entries(others).filter(([, other]) => other === null);
  const established = Object.entries(others).filter(([, other]) => other?.isEstablished);
  if (host.isEstablished || established.length > 0) {
    const names = established.map(([name]) => name);
    const where =
      names.length > 0 ? `bring up those that have data: ${names.join(", ")}` : "restore a snapshot";
    return {
      kind: "refused",
      message: `${own.name} has no data, and the etcd of ${cluster} does not answer: it exists, so none is founded; ${where}`,
    };
  }
  if (silent.length > 0) {
    const names = silent.map(([name]) => name).join(", ");
    return { kind: "blocked", reason: `nobody can tell whether there is data of etcd on ${names}` };
  }
  return { kind: "found", initial: members.map(({ name, peerUrl }) => `${name}=${peerUrl}`).join(",") };
}

function join({ cluster, own }: Situation, listed: readonly ListedMember[]): Start {
  const known = listed.find((member) => isOwn(member, own));
  if (!known) return { kind: "add", lost: null };
  if (known.clientUrls.length === 0) {
    const initial = listed.flatMap((member) =>
      member.peerUrls.map((url) => `${member === known ? own.name : member.name}=${url}`),
    );
    return { kind: "listed", initial: initial.join(",") };
  }
  const sick = listed.filter((member) => member !== known && !member.isHealthy).map(({ name }) => name);
  if (listed.length - 1 - sick.length > listed.length / 2) return { kind: "add", lost: known.id };
  const rest = sick.length === 0 ? "there are too few others" : `${sick.join(", ")} not healthy`;
  return {
    kind: "refused",
    message: `${own.name} has lost its data, and the etcd of ${cluster} has no majority without it (${rest}): bring back the others, or restore a snapshot`,
  };
}

function isOwn({ name, peerUrls }: ListedMember, own: Member): boolean {
  return name === own.name || peerUrls.includes(own.peerUrl);
}
