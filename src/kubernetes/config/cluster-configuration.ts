import { tagOf } from "../kubernetes-version.ts";
import { v1beta4 } from "../schemas/kubeadm-v1beta4-parts.ts";
import { certificateNames } from "./certificate-names.ts";
import { kubeadmApiVersion } from "./kubeadm-api-version.ts";
import type { ExternalEtcd, InitRequest } from "./kubeadm-request.ts";
import { type Configuration, withoutEmpty } from "./merge-configuration.ts";
import { nodeMaskFlags } from "./node-mask.ts";

/** ClusterConfiguration without overrides; flags are mappings still. */
export function clusterConfiguration(request: InitRequest): Configuration {
  const { cluster, version } = request;
  const apiVersion = kubeadmApiVersion(version);
  const isV1beta4 = apiVersion === v1beta4;
  return withoutEmpty({
    apiVersion,
    kind: "ClusterConfiguration",
    clusterName: cluster.name,
    kubernetesVersion: tagOf(version),
    controlPlaneEndpoint: cluster.endpoint,
    imageRepository: request.imageRepository,
    networking: {
      podSubnet: withoutSpaces(cluster.podCidr),
      serviceSubnet: withoutSpaces(cluster.serviceCidr),
    },
    apiServer: withoutEmpty({
      certSANs: certificateNames(cluster, request.certSANs ?? []),
      timeoutForControlPlane: isV1beta4 ? null : request.timeouts?.controlPlaneComponentHealthCheck,
    }),
    controllerManager: withoutEmpty({ extraArgs: nodeMaskFlags(cluster) }),
    etcd: request.etcd ? { external: externalEtcd(request.etcd) } : null,
    featureGates: request.featureGates,
    ...(isV1beta4 ? onlyInV1beta4(request) : {}),
  });
}

/** In v1beta3 kube-proxy is left out by a skipped phase, and lives of certificates are kubeadm's own. */
function onlyInV1beta4({ kubeProxy, certificateValidity }: InitRequest): Configuration {
  return {
    proxy: kubeProxy === false ? { disabled: true } : null,
    certificateValidityPeriod: certificateValidity?.certificates,
    caCertificateValidityPeriod: certificateValidity?.authorities,
  };
}

function externalEtcd({ endpoints, caFile, certFile, keyFile }: ExternalEtcd): Configuration {
  return { endpoints, caFile, certFile, keyFile };
}

function withoutSpaces(cidrs: string): string {
  return cidrs.replaceAll(/\s/g, "");
}
