/** Where kubeadm keeps what it makes. */
export const kubernetesFolder = "/etc/kubernetes";

/** Full rights on the cluster; on control planes only. */
export const adminKubeconfig = "/etc/kubernetes/admin.conf";

/** The node's own rights; there is one on every node that has joined. */
export const kubeletKubeconfig = "/etc/kubernetes/kubelet.conf";

/** Container runtime's socket, as kubelet, kubeadm and crictl take it. */
export const criSocket = "unix:///run/containerd/containerd.sock";
