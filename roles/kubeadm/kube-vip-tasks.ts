import { copyModule as copy } from "../../src/resources/copy.ts";
import { directoryModule as directory } from "../../src/resources/directory.ts";
import { linkModule as link } from "../../src/resources/link.ts";
import { type RoleTask, task } from "../../src/role/role.ts";
import { type KubeVip, kubeVipKubeconfig, kubeVipManifest, kubeVipPod } from "./kube-vip.ts";

/** kube-vip is there before the API server is: kubeadm waits for it at the address that kube-vip brings. */
export function kubeVipTasks(vip: KubeVip, endpoint: string): RoleTask[] {
  const port = endpoint.slice(endpoint.lastIndexOf(":") + 1);
  return [
    task("Create the folder of static pods", directory, { path: "/etc/kubernetes/manifests", mode: "0755" }),
    task("Show kube-vip its kubeconfig", link, { path: kubeVipKubeconfig, src: "admin.conf" }),
    task("Put kube-vip in place", copy, {
      dest: kubeVipManifest,
      content: kubeVipPod(vip, port),
      mode: "0600",
    }),
  ];
}
