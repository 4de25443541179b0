import type { RoleNode } from "../../role/role-context.ts";
import { criSocket } from "../paths.ts";
import type { Flag } from "./flags.ts";
import type { KubeadmRequest } from "./kubeadm-request.ts";
import { type Configuration, withoutEmpty } from "./merge-configuration.ts";
import { nodeAddresses } from "./node-addresses.ts";

/** Port of an API server where nothing else is said. */
const defaultBindPort = 6443;

/** `nodeRegistration` of init and join: name, socket, the kubelet's flags, taints of a worker. */
export function nodeRegistration(request: KubeadmRequest): Configuration {
  const { node, ignorePreflightErrors } = request;
  return withoutEmpty({
    name: node.name,
    criSocket: request.criSocket ?? criSocket,
    taints: registeredTaints(node),
    kubeletExtraArgs: kubeletFlags(request),
    ignorePreflightErrors,
  });
}

/** `localAPIEndpoint`: the node's first address, because kubeadm would take that of the default route. */
export function localApiEndpoint({ cluster, node, bindPort }: KubeadmRequest): Configuration {
  const [advertiseAddress] = nodeAddresses(cluster, node);
  return withoutEmpty({ advertiseAddress, bindPort: bindPort ?? defaultBindPort });
}

function kubeletFlags({ cluster, node, kubeletExtraArgs }: KubeadmRequest): readonly Flag[] {
  const nodeIp = nodeAddresses(cluster, node).join(",");
  const flags = { ...(nodeIp === "" ? {} : { "node-ip": nodeIp }), ...kubeletExtraArgs };
  return Object.entries(flags).map(([name, value]) => ({ name, value }));
}

/**
 * A worker registers with its taints, so that no pod comes before them. A control plane registers with kubeadm's own, which any
 * list would replace.
 */
function registeredTaints({ role, taints }: RoleNode): readonly Configuration[] {
  return role === "control_plane" ? [] : taints.map(taintOf);
}

/** Reads kubectl's notation: key=value:Effect, or key:Effect. */
function taintOf(text: string): Configuration {
  const [, key, value, effect] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text) ?? [];
  return withoutEmpty({ key, value, effect });
}
