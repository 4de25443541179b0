import { listAt, textAt } from "../core/json.ts";
import { pkiFolder } from "./pki.ts";
import { type Argument, type ClusterSettings, hostPort, type NodeSettings } from "./settings.ts";

/** kube-apiserver's flags, but for those of extraArgs. */
export function apiserverArguments(cluster: ClusterSettings, node: NodeSettings): Argument[] {
  const external = cluster.externalEtcd;
  const stacked: Argument[] = [
    ["etcd-cafile", `${pkiFolder}/etcd/ca.crt`],
    ["etcd-certfile", `${pkiFolder}/apiserver-etcd-client.crt`],
    ["etcd-keyfile", `${pkiFolder}/apiserver-etcd-client.key`],
    ["etcd-servers", "https://127.0.0.1:2379"],
  ];
  const outside: Argument[] = [
    ["etcd-cafile", textAt(external, "caFile")],
    ["etcd-certfile", textAt(external, "certFile")],
    ["etcd-keyfile", textAt(external, "keyFile")],
    ["etcd-servers", listAt(external, "endpoints").join(",")],
  ];
  return [
    ["advertise-address", node.advertise],
    ["allow-privileged", "true"],
    ["authorization-mode", "Node,RBAC"],
    ["client-ca-file", `${pkiFolder}/ca.crt`],
    ["enable-admission-plugins", "NodeRestriction"],
    ["enable-bootstrap-token-auth", "true"],
    ...(external === null ? stacked : outside),
    ["kubelet-client-certificate", `${pkiFolder}/apiserver-kubelet-client.crt`],
    ["kubelet-client-key", `${pkiFolder}/apiserver-kubelet-client.key`],
    ["kubelet-preferred-address-types", "InternalIP,ExternalIP,Hostname"],
    ["proxy-client-cert-file", `${pkiFolder}/front-proxy-client.crt`],
    ["proxy-client-key-file", `${pkiFolder}/front-proxy-client.key`],
    ["requestheader-allowed-names", "front-proxy-client"],
    ["requestheader-client-ca-file", `${pkiFolder}/front-proxy-ca.crt`],
    ["requestheader-extra-headers-prefix", "X-Remote-Extra-"],
    ["requestheader-group-headers", "X-Remote-Group"],
    ["requestheader-username-headers", "X-Remote-User"],
    ["secure-port", node.port],
    ["service-account-issuer", `https://kubernetes.default.svc.${cluster.dnsDomain}`],
    ["service-account-key-file", `${pkiFolder}/sa.pub`],
    ["service-account-signing-key-file", `${pkiFolder}/sa.key`],
    ["service-cluster-ip-range", cluster.serviceSubnet],
    ["tls-cert-file", `${pkiFolder}/apiserver.crt`],
    ["tls-private-key-file", `${pkiFolder}/apiserver.key`],
  ];
}

/** kube-controller-manager's flags, but for those of extraArgs. */
export function managerArguments(cluster: ClusterSettings): Argument[] {
  const conf = "/etc/kubernetes/controller-manager.conf";
  const pods: Argument[] = [
    ["allocate-node-cidrs", "true"],
    ["cluster-cidr", cluster.podSubnet],
    ["service-cluster-ip-range", cluster.serviceSubnet],
  ];
  return [
    ["authentication-kubeconfig", conf],
    ["authorization-kubeconfig", conf],
    ["bind-address", "127.0.0.1"],
    ["client-ca-file", `${pkiFolder}/ca.crt`],
    ["cluster-name", cluster.name],
    ["cluster-signing-cert-file", `${pkiFolder}/ca.crt`],
    ["cluster-signing-key-file", `${pkiFolder}/ca.key`],
    ["controllers", "*,bootstrapsigner,tokencleaner"],
    ["kubeconfig", conf],
    ["leader-elect", "true"],
    ["requestheader-client-ca-file", `${pkiFolder}/front-proxy-ca.crt`],
    ["root-ca-file", `${pkiFolder}/ca.crt`],
    ["service-account-private-key-file", `${pkiFolder}/sa.key`],
    ["use-service-account-credentials", "true"],
    ...(cluster.podSubnet === "" ? [] : pods),
  ];
}

/** etcd's flags, but for those of extraArgs. */
export function etcdArguments(
  cluster: ClusterSettings,
  node: NodeSettings,
  initialCluster: string,
): Argument[] {
  const client = `https://${hostPort(node.advertise, "2379")}`;
  const peer = `https://${hostPort(node.advertise, "2380")}`;
  const local = node.advertise.includes(":") ? "[::1]" : "127.0.0.1";
  const isNew = cluster.release.minor >= 34;
  const initial: Argument[] =
    initialCluster === ""
      ? [["initial-cluster", `${node.name}=${peer}`]]
      : [
          ["initial-cluster", initialCluster],
          ["initial-cluster-state", "existing"],
        ];
  return [
    ["advertise-client-urls", client],
    ["cert-file", `${pkiFolder}/etcd/server.crt`],
    ["client-cert-auth", "true"],
    ["data-dir", cluster.etcdFolder],
    ...(isNew
      ? ([
          ["feature-gates", "InitialCorruptCheck=true"],
          ["watch-progress-notify-interval", "5s"],
        ] as const)
      : ([
          ["experimental-initial-corrupt-check", "true"],
          ["experimental-watch-progress-notify-interval", "5s"],
        ] as const)),
    ["initial-advertise-peer-urls", peer],
    ...initial,
    ["key-file", `${pkiFolder}/etcd/server.key`],
    ["listen-client-urls", `https://${local}:2379,${client}`],
    ["listen-metrics-urls", `http://${local}:2381`],
    ["listen-peer-urls", peer],
    ["name", node.name],
    ["peer-cert-file", `${pkiFolder}/etcd/peer.crt`],
    ["peer-client-cert-auth", "true"],
    ["peer-key-file", `${pkiFolder}/etcd/peer.key`],
    ["peer-trusted-ca-file", `${pkiFolder}/etcd/ca.crt`],
    ["snapshot-count", "10000"],
    ["trusted-ca-file", `${pkiFolder}/etcd/ca.crt`],
  ];
}
