import { tokenPattern } from "./bootstrap-token.ts";
import { hostPathType } from "./core-types.ts";
import { boolean, type Fields, list, port, string, strings, struct } from "./fields.ts";

/** `ImageMeta`: where the image of an add-on comes from. */
export const imageMeta: Fields = {
  imageRepository: string("Registry that the image is pulled from."),
  imageTag: string("Tag of the image; kubeadm upgrade leaves it alone then."),
};

/** `APIEndpoint`. */
export const apiEndpoint = struct("The API server of this node.", {
  advertiseAddress: string("Address that it tells others."),
  bindPort: port("Port that it listens on. Default: 6443."),
});

/** `Networking`. */
export const networking = struct(
  "Networks of the cluster; for dual stack two of them, with a comma between.",
  {
    serviceSubnet: string("Addresses of services."),
    podSubnet: string("Addresses of pods."),
    dnsDomain: string("Domain of services. Default: cluster.local."),
  },
);

/** `Patches`. */
export const patches = struct("Patches of what kubeadm deploys.", {
  directory: string("Folder of the patches."),
});

/** `HostPathMount`. */
export const extraVolumes = list(
  "Paths of the host that the component sees.",
  struct(
    "A mounted path.",
    {
      name: string("Name of the volume."),
      hostPath: string("Path on the host."),
      mountPath: string("Path in the pod."),
      readOnly: boolean("It cannot be written."),
      pathType: hostPathType,
    },
    ["name", "hostPath", "mountPath"],
  ),
);

/** The fields that `ExternalEtcd` has in each version. */
export const externalEtcd: Fields = {
  endpoints: strings("URLs of the members."),
  caFile: string("Path of the CA certificate."),
  certFile: string("Path of the client certificate."),
  keyFile: string("Path of the client key."),
};

/** The fields that `Discovery` has in each version. */
export const discovery: Fields = {
  bootstrapToken: struct(
    "Discovery by a token.",
    {
      token: string("The token.", { pattern: tokenPattern, errorMessage: "must be a bootstrap token" }),
      apiServerEndpoint: string("Host and port of the API server."),
      caCertHashes: strings("Hashes of the CA's public key.", {
        pattern: "^sha256:[0-9a-fA-F]{64}$",
        errorMessage: "must be sha256: and 64 hexadecimal digits",
      }),
      unsafeSkipCAVerification: boolean("The CA is not verified."),
    },
    ["token"],
  ),
  file: struct("Discovery by a kubeconfig.", { kubeConfigPath: string("Its path or URL.") }, [
    "kubeConfigPath",
  ]),
  tlsBootstrapToken: string("Token for the kubelet's first certificate."),
};

/** `JoinControlPlane`. */
export const joinControlPlane = struct("Makes the node a control plane.", {
  localAPIEndpoint: apiEndpoint,
  certificateKey: string("Key that opens the uploaded certificates."),
});

/** Phases that a command leaves out. */
export const skipPhases = strings("Phases to leave out.");
