import { v1beta4 } from "../schemas/kubeadm-v1beta4-parts.ts";
import { kubeadmApiVersion } from "./kubeadm-api-version.ts";
import type { InitRequest } from "./kubeadm-request.ts";
import { type Configuration, withoutEmpty } from "./merge-configuration.ts";
import { localApiEndpoint, nodeRegistration } from "./node-registration.ts";
import { secretMarker } from "./secret-marker.ts";

/**
 * kubeadm init makes a token that lives for a day unless it is told of another: this one is made up by kubeadm, and gone before
 * anybody could use it. Each run that joins nodes has a token of its own.
 */
const shortToken = { description: "of kubeadm init, used by nobody", ttl: "1m" };

/** InitConfiguration without overrides. */
export function initConfiguration(request: InitRequest): Configuration {
  const { certificateKey, patchesDirectory, version } = request;
  const apiVersion = kubeadmApiVersion(version);
  return withoutEmpty({
    apiVersion,
    kind: "InitConfiguration",
    bootstrapTokens: [shortToken],
    nodeRegistration: nodeRegistration(request),
    localAPIEndpoint: localApiEndpoint(request),
    certificateKey: certificateKey && secretMarker(certificateKey),
    skipPhases: skippedPhases(request),
    patches: withoutEmpty({ directory: patchesDirectory }),
    timeouts: apiVersion === v1beta4 ? request.timeouts : null,
  });
}

function skippedPhases({ version, skipPhases, kubeProxy }: InitRequest): readonly string[] {
  const withoutProxy = kubeProxy === false && kubeadmApiVersion(version) !== v1beta4;
  return [...new Set([...(skipPhases ?? []), ...(withoutProxy ? ["addon/kube-proxy"] : [])])];
}
