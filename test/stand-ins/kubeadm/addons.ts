import { stringify } from "yaml";
import { subnetOf } from "../apiserver/node-cidrs.ts";
import type { ApiClient } from "../core/api-client.ts";
import type { Fields } from "../core/json.ts";
import { print } from "../core/print.ts";
import { imagesOf } from "../core/release.ts";
import { type ClusterSettings, type NodeSettings, serverOf } from "./settings.ts";
import { putConfigMap } from "./uploads.ts";

const apps = "/apis/apps/v1/namespaces/kube-system";
const tolerateAll = [{ operator: "Exists" }];

/** CoreDNS: its Service, ConfigMap and Deployment. */
export async function addCoreDns(api: ApiClient, cluster: ClusterSettings): Promise<void> {
  const [first = ""] = cluster.serviceSubnet.split(",");
  const clusterIP = (subnetOf(first, first.includes(":") ? 128 : 32, 10) ?? "").replace(/\/.*/, "");
  const labels = { "k8s-app": "kube-dns" };
  const service: Fields = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "kube-dns", namespace: "kube-system", labels },
    spec: { clusterIP, selector: labels, ports: [{ name: "dns", port: 53, protocol: "UDP" }] },
  };
  await api.put("/api/v1/namespaces/kube-system/services", service);
  await putConfigMap(api, "coredns", {
    Corefile: `.:53 {\n    kubernetes ${cluster.dnsDomain} in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n}\n`,
  });
  const image = imagesOf(cluster.release, cluster.images).get("coredns") ?? "";
  const tolerations = [
    { key: "CriticalAddonsOnly", operator: "Exists" },
    { effect: "NoSchedule", key: "node-role.kubernetes.io/control-plane" },
  ];
  const template = {
    metadata: { labels },
    spec: {
      containers: [{ name: "coredns", image }],
      nodeSelector: { "kubernetes.io/os": "linux" },
      tolerations,
    },
  };
  await api.put(`${apps}/deployments`, {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "coredns", namespace: "kube-system", labels },
    spec: { replicas: 2, selector: { matchLabels: labels }, template },
  });
  print("[addons] Applied essential addon: CoreDNS");
}

/** kube-proxy: its ConfigMap and DaemonSet. */
export async function addKubeProxy(
  api: ApiClient,
  cluster: ClusterSettings,
  node: NodeSettings,
  given: Fields,
): Promise<void> {
  const configuration = {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    clusterCIDR: cluster.podSubnet,
    ...given,
  };
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ cluster: { server: serverOf(cluster, node) }, name: "default" }],
  };
  await putConfigMap(api, "kube-proxy", {
    "config.conf": stringify(configuration),
    "kubeconfig.conf": stringify(kubeconfig),
  });
  const labels = { "k8s-app": "kube-proxy" };
  const image = imagesOf(cluster.release, cluster.images).get("kube-proxy") ?? "";
  const spec = {
    hostNetwork: true,
    containers: [{ name: "kube-proxy", image }],
    nodeSelector: { "kubernetes.io/os": "linux" },
    tolerations: tolerateAll,
  };
  await api.put(`${apps}/daemonsets`, {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "kube-proxy", namespace: "kube-system", labels },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  });
  print("[addons] Applied essential addon: kube-proxy");
}
