import type { Role } from "../src/role/role.ts";

/**
 * Every role that lab brings along, by its name: first what makes a cluster, in the order in which a node needs it, then its
 * life. A role is loaded when a playbook names it: all of them together are nearly half of lab.
 */
export const roleLoaders: Readonly<Record<string, () => Promise<{ readonly default: Role }>>> = {
  preflight: () => import("./preflight/role.ts"),
  multinic: () => import("./multinic/role.ts"),
  vpn: () => import("./vpn/role.ts"),
  firewall: () => import("./firewall/role.ts"),
  join_check: () => import("./join_check/role.ts"),
  netplan: () => import("./netplan/role.ts"),
  base: () => import("./base/role.ts"),
  containerd: () => import("./containerd/role.ts"),
  kubernetes: () => import("./kubernetes/role.ts"),
  etcd: () => import("./etcd/role.ts"),
  kubeadm: () => import("./kubeadm/role.ts"),
  cilium: () => import("./cilium/role.ts"),
  cni: () => import("./cni/role.ts"),
  node: () => import("./node/role.ts"),
  kubeconfig: () => import("./kubeconfig/role.ts"),
  verify: () => import("./verify/role.ts"),
  upgrade: () => import("./upgrade/role.ts"),
  renew_certificates: () => import("./renew_certificates/role.ts"),
  etcd_backup: () => import("./etcd_backup/role.ts"),
  etcd_restore: () => import("./etcd_restore/role.ts"),
  remove_node: () => import("./remove_node/role.ts"),
  reset: () => import("./reset/role.ts"),
};

/** All of them. */
export async function loadRoles(): Promise<readonly Role[]> {
  return (await Promise.all(Object.values(roleLoaders).map((load) => load()))).map((file) => file.default);
}
