import { v1beta4 } from "../schemas/kubeadm-v1beta4-parts.ts";
import { kubeadmApiVersion } from "./kubeadm-api-version.ts";
import type { JoinRequest } from "./kubeadm-request.ts";
import { type Configuration, withoutEmpty } from "./merge-configuration.ts";
import { localApiEndpoint, nodeRegistration } from "./node-registration.ts";
import { secretMarker } from "./secret-marker.ts";

/** JoinConfiguration without overrides: of a control plane or a worker, by the node's role. */
export function joinConfiguration(request: JoinRequest): Configuration {
  const { node, patchesDirectory, skipPhases, timeouts, version } = request;
  const apiVersion = kubeadmApiVersion(version);
  return withoutEmpty({
    apiVersion,
    kind: "JoinConfiguration",
    discovery: withoutEmpty({
      bootstrapToken: tokenDiscovery(request),
      timeout: apiVersion === v1beta4 ? null : timeouts?.discovery,
    }),
    controlPlane: node.role === "control_plane" ? controlPlane(request) : null,
    nodeRegistration: nodeRegistration(request),
    skipPhases,
    patches: withoutEmpty({ directory: patchesDirectory }),
    timeouts: apiVersion === v1beta4 ? timeouts : null,
  });
}

function tokenDiscovery({ cluster, discovery }: JoinRequest): Configuration {
  const { token, caCertHashes, apiServerEndpoint } = discovery;
  return {
    token: secretMarker(token),
    apiServerEndpoint: apiServerEndpoint ?? cluster.endpoint,
    caCertHashes: caCertHashes.map((hash) => (typeof hash === "string" ? hash : secretMarker(hash))),
  };
}

function controlPlane(request: JoinRequest): Configuration {
  const { certificateKey } = request;
  return withoutEmpty({
    localAPIEndpoint: localApiEndpoint(request),
    certificateKey: certificateKey && secretMarker(certificateKey),
  });
}
