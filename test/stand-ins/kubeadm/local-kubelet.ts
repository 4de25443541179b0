import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { hostPort, type NodeSettings } from "./settings.ts";

const path = "/etc/kubernetes/kubelet.conf";

/** From 1.33 on a control plane's kubelet asks the API server of its own host (ControlPlaneKubeletLocalMode). */
export function useLocalApi(node: NodeSettings): void {
  if (!existsSync(path)) return;
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace(/^( *server:).*$/m, `$1 https://${hostPort(node.advertise, node.port)}`), {
    mode: 0o600,
  });
}
