import { InputError } from "../../src/errors.ts";
import { listAt } from "../../src/kubernetes/health/object-fields.ts";
import { type ManifestObject, mappingAt } from "../../src/kubernetes/manifest-objects.ts";
import { type NetworkSettings, withContainer, withData, withObject } from "./network-manifest.ts";
import { isIpv6 } from "./pod-routes.ts";

const configFile = "net-conf.json";

/** Flannel's manifest (kube-flannel.yml) with the cluster's own networks, MTU and interface. Throws InputError. Pure. */
export function flannelManifest(
  objects: readonly ManifestObject[],
  settings: NetworkSettings,
): ManifestObject[] {
  const configured = withObject(objects, "ConfigMap", "kube-flannel-cfg", (object) =>
    withData(object, (data) => ({ [configFile]: netConf(data[configFile], settings) })),
  );
  const { interface: nic } = settings;
  if (nic === undefined) return configured;
  return withObject(configured, "DaemonSet", "kube-flannel-ds", (object) =>
    withContainer(object, "kube-flannel", (container) => ({
      ...container,
      args: [...listAt(container, "args").filter((arg) => !/^--?iface=/.test(String(arg))), `--iface=${nic}`],
    })),
  );
}

function netConf(given: unknown, { podCidrs, mtu }: NetworkSettings): string {
  const conf = parsed(given);
  const backend = { Type: "vxlan", ...mappingAt(conf, "Backend") };
  const v4 = podCidrs.find((cidr) => !isIpv6(cidr));
  const v6 = podCidrs.find(isIpv6);
  const { Network: _network, IPv6Network: _ipv6Network, EnableIPv4: _v4, EnableIPv6: _v6, ...rest } = conf;
  const changed = {
    ...(v4 === undefined ? { EnableIPv4: false } : { Network: v4 }),
    ...(v6 === undefined ? {} : { EnableIPv6: true, IPv6Network: v6 }),
    ...rest,
    Backend: { ...backend, ...(mtu === undefined ? {} : { MTU: mtu }) },
  };
  return `${JSON.stringify(changed, null, 2)}\n`;
}

function parsed(text: unknown): Readonly<Record<string, unknown>> {
  try {
    return mappingAt(JSON.parse(String(text)));
  } catch (cause) {
    throw new InputError({ message: `the manifest's ${configFile} is no JSON: ${String(cause)}` });
  }
}
