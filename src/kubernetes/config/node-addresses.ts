import { InputError } from "../../errors.ts";
import type { RoleCluster, RoleNode } from "../../role/role-context.ts";
import { parseSubnet, parseSubnets } from "./subnet.ts";

/**
 * A node's addresses, one for each family that the cluster's services have, in that order: the API server advertises the first,
 * the kubelet all of them. None where the inventory knows none. Throws InputError where one of a family is missing.
 */
export function nodeAddresses(cluster: RoleCluster, node: RoleNode): readonly string[] {
  if (node.addresses.length === 0) return [];
  return parseSubnets(cluster.serviceCidr).map(({ family }) => {
    const found = node.addresses.find((address) => parseSubnet(address)?.family === family);
    if (found !== undefined) return found;
    throw new InputError({
      message: `node "${node.name}" has no IPv${family} address, and the services of cluster "${cluster.name}" have`,
      hint: "give the node node_ip, for dual stack two addresses with a comma between",
    });
  });
}
