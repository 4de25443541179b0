import type { Role } from "../src/role/role.ts";
import base from "./base/role.ts";
import cilium from "./cilium/role.ts";
import cni from "./cni/role.ts";
import containerd from "./containerd/role.ts";
import etcd from "./etcd/role.ts";
import etcdBackup from "./etcd_backup/role.ts";
import etcdRestore from "./etcd_restore/role.ts";
import firewall from "./firewall/role.ts";
import joinCheck from "./join_check/role.ts";
import kubeadm from "./kubeadm/role.ts";
import kubeconfig from "./kubeconfig/role.ts";
import kubernetes from "./kubernetes/role.ts";
import multinic from "./multinic/role.ts";
import netplan from "./netplan/role.ts";
import node from "./node/role.ts";
import preflight from "./preflight/role.ts";
import removeNode from "./remove_node/role.ts";
import renewCertificates from "./renew_certificates/role.ts";
import reset from "./reset/role.ts";
import upgrade from "./upgrade/role.ts";
import verify from "./verify/role.ts";
import vpn from "./vpn/role.ts";

/** Every role that lab brings along: first what makes a cluster, in the order in which a node needs it, then its life. */
export const roles: readonly Role[] = [
  preflight,
  multinic,
  vpn,
  firewall,
  joinCheck,
  netplan,
  base,
  containerd,
  kubernetes,
  etcd,
  kubeadm,
  cilium,
  cni,
  node,
  kubeconfig,
  verify,
  upgrade,
  renewCertificates,
  etcdBackup,
  etcdRestore,
  removeNode,
  reset,
];
