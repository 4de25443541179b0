import { bootstrapTokens } from "./bootstrap-token.ts";
import { boolean, document, duration, featureGates, string, strings, struct } from "./fields.ts";
import {
  apiEndpoint,
  discovery,
  externalEtcd,
  imageMeta,
  joinControlPlane,
  networking,
  patches,
  skipPhases,
} from "./kubeadm-parts.ts";
import {
  args,
  component,
  dryRun,
  extraEnvs,
  nodeRegistration,
  timeouts,
  v1beta4,
} from "./kubeadm-v1beta4-parts.ts";

/** ClusterConfiguration of v1beta4; `etcd.external.httpEndpoints` from 1.35. */
export const clusterConfigurationV1beta4 = document(v1beta4, "ClusterConfiguration", {
  etcd: struct("Where the cluster keeps its state.", {
    local: struct("An etcd on each control plane.", {
      ...imageMeta,
      dataDir: string("Its folder. Default: /var/lib/etcd."),
      extraArgs: args,
      extraEnvs,
      serverCertSANs: strings("Further names in the server certificate."),
      peerCertSANs: strings("Further names in the peer certificate."),
    }),
    external: struct(
      "An etcd that kubeadm does not run.",
      { ...externalEtcd, httpEndpoints: strings("URLs for health and metrics.") },
      ["endpoints"],
    ),
  }),
  networking,
  kubernetesVersion: string("Version of the control plane."),
  controlPlaneEndpoint: string("Host and port of the API server for all nodes."),
  apiServer: struct("The API server.", {
    ...component,
    certSANs: strings("Further names in its certificate."),
  }),
  controllerManager: struct("The controller manager.", component),
  scheduler: struct("The scheduler.", component),
  dns: struct("CoreDNS.", { ...imageMeta, disabled: boolean("It is left out.") }),
  proxy: struct("kube-proxy.", { disabled: boolean("It is left out.") }),
  certificatesDir: string("Folder of the certificates."),
  imageRepository: string("Registry that images are pulled from."),
  featureGates: featureGates("Feature gates of kubeadm."),
  clusterName: string("Name of the cluster."),
  encryptionAlgorithm: string("Algorithm of keys.", {
    enum: ["RSA-2048", "RSA-3072", "RSA-4096", "ECDSA-P256", "ECDSA-P384"],
  }),
  certificateValidityPeriod: duration("Life of certificates. Default: 8760h."),
  caCertificateValidityPeriod: duration("Life of the CAs. Default: 87600h."),
});

/** InitConfiguration of v1beta4. */
export const initConfigurationV1beta4 = document(v1beta4, "InitConfiguration", {
  bootstrapTokens,
  dryRun,
  nodeRegistration,
  localAPIEndpoint: apiEndpoint,
  certificateKey: string("Key that the uploaded certificates are encrypted with."),
  skipPhases,
  patches,
  timeouts,
});

/** JoinConfiguration of v1beta4. */
export const joinConfigurationV1beta4 = document(
  v1beta4,
  "JoinConfiguration",
  {
    dryRun,
    nodeRegistration,
    caCertPath: string("Path of the CA certificate."),
    discovery: struct("How the cluster is found and trusted.", discovery),
    controlPlane: joinControlPlane,
    skipPhases,
    patches,
    timeouts,
  },
  ["discovery"],
);
