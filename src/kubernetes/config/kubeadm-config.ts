import { Document, Scalar, visit } from "yaml";
import { clusterConfiguration } from "./cluster-configuration.ts";
import { kubeletConfiguration, kubeProxyConfiguration } from "./component-configurations.ts";
import { effectiveCluster } from "./effective-cluster.ts";
import { initConfiguration } from "./init-configuration.ts";
import { joinConfiguration } from "./join-configuration.ts";
import { kubeadmApiVersion } from "./kubeadm-api-version.ts";
import type { KubeadmRequest } from "./kubeadm-request.ts";
import { type Configuration, inFormOf, mergeConfiguration } from "./merge-configuration.ts";
import { secretMarker, shellVariables } from "./secret-marker.ts";

/**
 * The file for `kubeadm init --config` or `kubeadm join --config`, in the API version that this kubeadm speaks. Pure. Secrets
 * are not in it: `"<NAME>"` stands where the shell variable NAME belongs, and `kubeadmConfigScript` writes the file with its
 * value. Throws InputError where a node lacks an address of one of the cluster's families.
 */
export function kubeadmConfig(request: KubeadmRequest): string {
  const markers = new Set(shellVariables(request).map(secretMarker));
  return configurationsOf(request)
    .map((configuration) => yamlOf(configuration, markers))
    .join("---\n");
}

/**
 * Go reads YAML 1.1, where a plain `yes` is a switch and `1:30` a number: what could be taken for one is quoted. So are
 * markers, because a token may look like a number.
 */
function yamlOf(configuration: Configuration, markers: ReadonlySet<unknown>): string {
  const document = new Document(configuration, { version: "1.1", aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (markers.has(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 });
}

function configurationsOf(given: KubeadmRequest): readonly Configuration[] {
  const request = { ...given, cluster: effectiveCluster(given.cluster, given.overrides) };
  const { overrides, version } = request;
  const apiVersion = kubeadmApiVersion(version);
  const merged = (base: Configuration, over: Configuration | null | undefined): Configuration =>
    inFormOf(apiVersion, mergeConfiguration(base, over ?? {}));
  if (request.kind === "join") return [merged(joinConfiguration(request), overrides?.joinConfiguration)];
  const proxy = kubeProxyConfiguration(request);
  return [
    merged(initConfiguration(request), overrides?.initConfiguration),
    merged(clusterConfiguration(request), overrides?.clusterConfiguration),
    kubeletConfiguration(request),
    ...(proxy === null ? [] : [proxy]),
  ];
}
