import { stringify } from "yaml";
import { InputError } from "../../src/errors.ts";
import { endpointHost } from "../../src/kubernetes/config/endpoint-host.ts";
import { kubernetesFolder } from "../../src/kubernetes/paths.ts";

/** A virtual address that the control planes of a cluster hold in turn. */
export interface KubeVip {
  readonly address: string;
  readonly interface?: string;
  readonly image?: string;
}

/** Version of kube-vip where none is given. */
const defaultImage = "ghcr.io/kube-vip/kube-vip:v0.9.1";

/** The static pod. */
export const kubeVipManifest = `${kubernetesFolder}/manifests/kube-vip.yaml`;

/**
 * What kube-vip shows the API server: a link, because admin.conf has no rights before the end of `kubeadm init` (from 1.29), and
 * a pod whose manifest changes would let go of the address.
 */
export const kubeVipKubeconfig = `${kubernetesFolder}/kube-vip.conf`;

/** Throws InputError where nodes would not ask the virtual address. */
export function checkKubeVip({ address }: KubeVip, endpoint: string): void {
  const host = endpointHost(endpoint);
  const isName = !/^[\d.]+$|:/.test(host);
  if (isName || host === address) return;
  throw new InputError({
    message: `kube_vip has the address ${address}, and the cluster's endpoint is ${endpoint}`,
    hint: `write control_plane_endpoint: "${address}:6443" at the cluster`,
  });
}

/**
 * The manifest of kube-vip (0.8 and later), which announces the address by ARP or neighbour discovery from one control plane. It asks
 * the API server beside it, as `kubernetes`.
 */
export function kubeVipPod(
  { address, interface: link, image = defaultImage }: KubeVip,
  port: string,
): string {
  const env = {
    vip_arp: "true",
    port,
    ...(link === undefined ? {} : { vip_interface: link }),
    vip_subnet: address.includes(":") ? "128" : "32",
    cp_enable: "true",
    cp_namespace: "kube-system",
    vip_leaderelection: "true",
    vip_leasename: "plndr-cp-lock",
    vip_leaseduration: "15",
    vip_renewdeadline: "10",
    vip_retryperiod: "2",
    address,
  };
  const nodeName = { name: "vip_nodename", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } };
  return stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "kube-vip", namespace: "kube-system" },
    spec: {
      containers: [
        {
          name: "kube-vip",
          image,
          imagePullPolicy: "IfNotPresent",
          args: ["manager"],
          env: [...Object.entries(env).map(([name, value]) => ({ name, value })), nodeName],
          securityContext: { capabilities: { add: ["NET_ADMIN", "NET_RAW"], drop: ["ALL"] } },
          volumeMounts: [{ name: "kubeconfig", mountPath: "/etc/kubernetes/admin.conf" }],
        },
      ],
      hostAliases: [{ ip: "127.0.0.1", hostnames: ["kubernetes"] }],
      hostNetwork: true,
      priorityClassName: "system-node-critical",
      // Not started before there is one.
      volumes: [{ name: "kubeconfig", hostPath: { path: kubeVipKubeconfig, type: "File" } }],
    },
  });
}
