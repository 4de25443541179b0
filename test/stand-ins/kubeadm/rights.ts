import type { ApiClient } from "../core/api-client.ts";

const rbac = "/apis/rbac.authorization.k8s.io/v1";

/** The public ConfigMap by which nodes find the cluster. */
export async function publishClusterInfo(api: ApiClient, kubeconfig: string): Promise<void> {
  const metadata = { name: "cluster-info", namespace: "kube-public" };
  await api.put("/api/v1/namespaces/kube-public/configmaps", {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata,
    data: { kubeconfig },
  });
}

/** Lets the admins in, by the rights of the super-admin. */
export async function bindAdmins(api: ApiClient): Promise<void> {
  const name = "kubeadm:cluster-admins";
  await bind(api, name, "cluster-admin", name);
}

/** The rights that joining nodes need. */
export async function bindBootstrappers(api: ApiClient): Promise<void> {
  const group = "system:bootstrappers:kubeadm:default-node-token";
  await bind(api, "kubeadm:kubelet-bootstrap", "system:node-bootstrapper", group);
  await bind(
    api,
    "kubeadm:node-autoapprove-bootstrap",
    "system:certificates.k8s.io:certificatesigningrequests:nodeclient",
    group,
  );
  await bind(
    api,
    "kubeadm:node-autoapprove-certificate-rotation",
    "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
    "system:nodes",
  );
  await bind(api, "kubeadm:get-nodes", "kubeadm:get-nodes", group);
}

async function bind(api: ApiClient, name: string, role: string, group: string): Promise<void> {
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role };
  const subjects = [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: group }];
  const binding = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef,
    subjects,
  };
  await api.put(`${rbac}/clusterrolebindings`, binding);
}
