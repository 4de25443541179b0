import { bootstrapTokens } from "./bootstrap-token.ts";
import { ignorePreflightErrors, pullPolicy, taints } from "./core-types.ts";
import {
  document,
  duration,
  type Fields,
  featureGates,
  string,
  stringMap,
  strings,
  struct,
} from "./fields.ts";
import {
  apiEndpoint,
  discovery,
  externalEtcd,
  extraVolumes,
  imageMeta,
  joinControlPlane,
  networking,
  patches,
  skipPhases,
} from "./kubeadm-parts.ts";

/** The API version that kubeadm speaks up to 1.30, and still reads up to 1.36. */
export const v1beta3 = "kubeadm.k8s.io/v1beta3";

const extraArgs = stringMap("Flags without dashes, and their values.");
const component: Fields = { extraArgs, extraVolumes };

const nodeRegistration = struct("How the node registers.", {
  name: string("Name of the Node object."),
  criSocket: string("Socket of the container runtime."),
  taints,
  kubeletExtraArgs: stringMap("Flags of the kubelet without dashes, and their values."),
  ignorePreflightErrors,
  imagePullPolicy: pullPolicy,
});

/** ClusterConfiguration of v1beta3. */
export const clusterConfigurationV1beta3 = document(v1beta3, "ClusterConfiguration", {
  etcd: struct("Where the cluster keeps its state.", {
    local: struct("An etcd on each control plane.", {
      ...imageMeta,
      dataDir: string("Its folder. Default: /var/lib/etcd."),
      extraArgs,
      serverCertSANs: strings("Further names in the server certificate."),
      peerCertSANs: strings("Further names in the peer certificate."),
    }),
    external: struct("An etcd that kubeadm does not run.", externalEtcd, ["endpoints"]),
  }),
  networking,
  kubernetesVersion: string("Version of the control plane."),
  controlPlaneEndpoint: string("Host and port of the API server for all nodes."),
  apiServer: struct("The API server.", {
    ...component,
    certSANs: strings("Further names in its certificate."),
    timeoutForControlPlane: duration("How long kubeadm waits for it."),
  }),
  controllerManager: struct("The controller manager.", component),
  scheduler: struct("The scheduler.", component),
  dns: struct("CoreDNS.", imageMeta),
  certificatesDir: string("Folder of the certificates."),
  imageRepository: string("Registry that images are pulled from."),
  featureGates: featureGates("Feature gates of kubeadm."),
  clusterName: string("Name of the cluster."),
});

/** InitConfiguration of v1beta3. */
export const initConfigurationV1beta3 = document(v1beta3, "InitConfiguration", {
  bootstrapTokens,
  nodeRegistration,
  localAPIEndpoint: apiEndpoint,
  certificateKey: string("Key that the uploaded certificates are encrypted with."),
  skipPhases,
  patches,
});

/** JoinConfiguration of v1beta3. */
export const joinConfigurationV1beta3 = document(
  v1beta3,
  "JoinConfiguration",
  {
    nodeRegistration,
    caCertPath: string("Path of the CA certificate."),
    discovery: struct("How the cluster is found and trusted.", {
      ...discovery,
      timeout: duration("How long discovery may take."),
    }),
    controlPlane: joinControlPlane,
    skipPhases,
    patches,
  },
  ["discovery"],
);
