import { resetScript } from "../../../src/kubernetes/reset-script.ts";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { onHosts } from "./on-hosts.ts";

/** What the script by hand leaves, beside what lab knows of. */
const leftByHand = `if [ -e /etc/systemd/system/pod-network.service ]; then
  systemctl disable --now pod-network 2>/dev/null
  rm -f /etc/systemd/system/pod-network.service /usr/local/sbin/pod-network /etc/cni/net.d/10-bridge.conflist
  systemctl daemon-reload
fi
`;

/** Makes nodes into prepared hosts again, whoever made them nodes: the software stays. */
export async function resetNodes(hosts: readonly SandboxHost[]): Promise<void> {
  await onHosts(hosts, `${leftByHand}${resetScript()}`);
}
