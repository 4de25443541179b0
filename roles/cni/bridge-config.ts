/** Where the configuration lies: the runtime takes the first one of the folder by name. */
export const bridgeConfigName = "10-lab-bridge.conflist";

/** What the bridge of a node is like. */
export interface BridgeSettings {
  /** The networks of the node's pods, one per family. */
  readonly podCidrs: readonly string[];
  /** Of the pods' interfaces; the kernel's choice where it is not given. */
  readonly mtu?: number;
}

/**
 * A list of CNI plugins for one node: a bridge that is the pods' gateway, addresses from the node's own networks, host
 * ports. Masquerading is left to rules of lab's own: the plugin would hide pods from pods on other nodes, too. A
 * node that has joined anew with another network gets the bridge's address changed (CNI specification 0.4.0, which every plugin release from 0.8 on speaks). Pure.
 */
export function bridgeConfig({ podCidrs, mtu }: BridgeSettings): string {
  const bridge = {
    type: "bridge",
    bridge: "cni0",
    isDefaultGateway: true,
    forceAddress: true,
    ipMasq: false,
    hairpinMode: true,
    ...(mtu === undefined ? {} : { mtu }),
    ipam: { type: "host-local", ranges: podCidrs.map((subnet) => [{ subnet }]) },
  };
  const portmap = { type: "portmap", capabilities: { portMappings: true } };
  const list = { cniVersion: "0.4.0", name: "lab-bridge", plugins: [bridge, portmap] };
  return `${JSON.stringify(list, null, 2)}\n`;
}
