import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { type Json, textAt } from "../core/json.ts";

const folder = "/etc/cni/net.d";

/** The file that an agent of a pod network leaves on its node, by a label of its pods. */
const files: readonly { readonly label: string; readonly value: string; readonly file: string }[] = [
  { label: "k8s-app", value: "cilium", file: "05-cilium.conflist" },
  { label: "k8s-app", value: "calico-node", file: "10-calico.conflist" },
  { label: "app", value: "flannel", file: "10-flannel.conflist" },
];

/** Does what the agents of Cilium, Calico and flannel do when they start on a node: leave a CNI configuration there. */
export function installNetworks(pods: readonly Json[]): void {
  for (const pod of pods.filter((one) => textAt(one, "status", "phase") === "Running")) {
    const network = files.find(({ label, value }) => textAt(pod, "metadata", "labels", label) === value);
    if (network === undefined || existsSync(`${folder}/${network.file}`)) continue;
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      `${folder}/${network.file}`,
      `${JSON.stringify({ cniVersion: "0.3.1", name: network.value, plugins: [] }, null, 2)}\n`,
    );
  }
}
