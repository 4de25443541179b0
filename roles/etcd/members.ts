import { InputError } from "../../src/errors.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";

/** A member as the inventory wants it. */
export interface Member {
  readonly name: string;
  /** Where the other members and the API servers reach it. */
  readonly address: string;
  /** Further addresses that its certificate names. */
  readonly addresses: readonly string[];
  readonly peerUrl: string;
  readonly clientUrl: string;
}

/** The hosts of role etcd, in the order of clusters.json. Throws InputError where one has no address among the nodes. */
export function membersOf({ nodes }: RoleCluster): Member[] {
  return nodes.filter(({ role }) => role === "etcd").map(memberOf);
}

function memberOf({ name, address, addresses, candidates }: RoleNode): Member {
  if (candidates.length > 0) {
    throw new InputError({
      message: `${name} has several addresses, and nothing says at which one etcd is reached: ${candidates.join(", ")}`,
      hint: 'write "node_ip" for the node, or "node_network" for the cluster',
    });
  }
  if (address === null) {
    throw new InputError({
      message: `${name} has no address at which the other members could reach its etcd`,
      hint: 'write "node_ip" for the node',
    });
  }
  const host = address.includes(":") ? `[${address}]` : address;
  return { name, address, addresses, peerUrl: `https://${host}:2380`, clientUrl: `https://${host}:2379` };
}
