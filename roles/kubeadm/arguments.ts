import type { XStatic } from "typebox/schema";

const fields = { type: "object", additionalProperties: {} } as const;
const texts = { type: "array", items: { type: "string", minLength: 1 } } as const;
const seconds = { type: "integer", minimum: 1 } as const;

/** The arguments of the role. */
export const schema = {
  type: "object",
  additionalProperties: false,
  properties: {
    version: {
      type: "string",
      pattern: "^v?\\d+\\.\\d+\\.\\d+$",
      errorMessage: 'must be an exact version in quotes: "1.33.4"',
      description: "Version of the cluster's control plane. Default: that of the installed kubeadm.",
    },
    cluster_configuration: {
      ...fields,
      description: "Fields of kubeadm's ClusterConfiguration, merged over what lab renders.",
    },
    init_configuration: { ...fields, description: "The same for InitConfiguration." },
    join_configuration: { ...fields, description: "The same for JoinConfiguration." },
    kubelet_configuration: { ...fields, description: "The same for KubeletConfiguration." },
    kube_proxy_configuration: { ...fields, description: "The same for KubeProxyConfiguration." },
    kubelet_extra_args: {
      ...fields,
      additionalProperties: { type: "string" },
      description: "Flags of the kubelet without dashes. `node-ip` follows from the inventory.",
    },
    ignore_preflight_errors: {
      ...texts,
      description: "Checks of kubeadm whose errors are warnings, such as Swap. Default: none.",
    },
    skip_phases: { ...texts, description: "Phases of kubeadm init that are left out. Default: none." },
    join_skip_phases: { ...texts, description: "Phases of kubeadm join that are left out. Default: none." },
    kube_proxy: {
      type: "boolean",
      description: "Whether kubeadm deploys kube-proxy; Cilium can take its place. Default: true.",
    },
    image_repository: {
      type: "string",
      minLength: 1,
      description: "Where the control plane's images come from. Default: registry.k8s.io.",
    },
    cert_sans: {
      ...texts,
      description: "More names and addresses for the API server's certificate. Default: none.",
    },
    feature_gates: {
      ...fields,
      additionalProperties: { type: "boolean" },
      description: "Feature gates of kubeadm. Default: its own.",
    },
    cgroup_driver: { enum: ["systemd", "cgroupfs"], description: "Of the kubelet. Default: systemd." },
    patches: {
      type: "string",
      pattern: "^/",
      errorMessage: "must be an absolute path",
      description: "Folder on the host with patches for kubeadm's manifests. Default: none.",
    },
    kube_vip: {
      ...fields,
      additionalProperties: false,
      required: ["address"],
      description: "A virtual address for the API server, held by one control plane at a time.",
      properties: {
        address: { type: "string", minLength: 2, description: "The address; the cluster's endpoint." },
        interface: {
          type: "string",
          minLength: 1,
          description: "The link that gets it. Default: the one of the default route.",
        },
        image: {
          type: "string",
          minLength: 1,
          description: "Image of kube-vip. Default: ghcr.io/kube-vip/kube-vip:v0.9.1.",
        },
      },
    },
    reset_foreign: {
      type: "boolean",
      description: "Whether a host that belongs to another cluster is reset and taken. Default: false.",
    },
    token_lifetime: {
      type: "string",
      pattern: "^\\d+[mh]$",
      errorMessage: "must be a number of minutes or hours: 10m",
      description:
        "How long the token for joins can be used; it is deleted at the end of the play. Default: 10m.",
    },
    init_timeout: { ...seconds, description: "Seconds that kubeadm init may take. Default: 900." },
    join_timeout: { ...seconds, description: "Seconds that kubeadm join may take. Default: 600." },
    endpoint_timeout: {
      ...seconds,
      description: "Seconds that a node waits for the API server before it joins. Default: 60.",
    },
  },
} as const;

/** The arguments, as a playbook gives them. */
export type KubeadmArguments = XStatic<typeof schema>;
