import type { ManifestObject } from "../../src/kubernetes/manifest-objects.ts";
import {
  type NetworkSettings,
  withContainer,
  withData,
  withEnvironment,
  withObject,
} from "./network-manifest.ts";
import { isIpv6 } from "./pod-routes.ts";

/**
 * Calico's manifest (calico.yaml, without the operator) with the cluster's own networks, MTU and interface. Throws
 * InputError. Pure.
 */
export function calicoManifest(
  objects: readonly ManifestObject[],
  settings: NetworkSettings,
): ManifestObject[] {
  const configured = withObject(objects, "ConfigMap", "calico-config", (object) =>
    withData(object, (data) => configData(data, settings)),
  );
  return withObject(configured, "DaemonSet", "calico-node", (object) =>
    withContainer(object, "calico-node", (container) => withEnvironment(container, environment(settings))),
  );
}

/** The plugin's configuration is a template of Calico's own and no JSON yet: the family is set at its ipam. */
function configData(data: Readonly<Record<string, unknown>>, { podCidrs, mtu }: NetworkSettings) {
  const ipam = {
    type: "calico-ipam",
    assign_ipv4: podCidrs.some((cidr) => !isIpv6(cidr)) ? "true" : "false",
    assign_ipv6: "true",
  };
  const network = String(data.cni_network_config).replace(
    /"ipam":\s*\{[^{}]*\}/,
    () => `"ipam": ${JSON.stringify(ipam)}`,
  );
  return {
    ...(mtu === undefined ? {} : { veth_mtu: String(mtu) }),
    ...(podCidrs.some(isIpv6) ? { cni_network_config: network } : {}),
  };
}

/** Variables of calico-node, as its reference of configuration has them. */
function environment({ podCidrs, interface: nic }: NetworkSettings): Record<string, string> {
  const v4 = podCidrs.find((cidr) => !isIpv6(cidr));
  const v6 = podCidrs.find(isIpv6);
  return {
    ...(v4 === undefined ? { IP: "none" } : { CALICO_IPV4POOL_CIDR: v4 }),
    ...(v6 === undefined
      ? {}
      : {
          IP6: "autodetect",
          FELIX_IPV6SUPPORT: "true",
          CALICO_IPV6POOL_CIDR: v6,
          CALICO_IPV6POOL_NAT_OUTGOING: "true",
        }),
    ...(v4 === undefined ? { CALICO_ROUTER_ID: "hash" } : {}),
    ...(nic === undefined ? {} : autodetection(nic, v4 !== undefined, v6 !== undefined)),
  };
}

function autodetection(nic: string, hasV4: boolean, hasV6: boolean): Record<string, string> {
  const method = `interface=${nic}`;
  return {
    ...(hasV4 ? { IP_AUTODETECTION_METHOD: method } : {}),
    ...(hasV6 ? { IP6_AUTODETECTION_METHOD: method } : {}),
  };
}
