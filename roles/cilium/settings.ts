import type { XStatic } from "typebox/schema";

/** What group_vars keep below `cilium`. */
export const settingsSchema = {
  type: "object",
  additionalProperties: false,
  description: "What Cilium is to be like.",
  properties: {
    version: {
      type: "string",
      pattern: "^v?\\d+\\.\\d+\\.\\d+",
      errorMessage: "must be a version, such as 1.17.2",
      description:
        "Version of the chart. Default: the bundle's; of a repository the newest, and once installed whatever is there.",
    },
    chart: {
      type: "string",
      description: "The chart's name in the repository, or oci://REGISTRY/PATH. Default: cilium.",
    },
    repository: {
      type: "string",
      pattern: "^https?://",
      errorMessage: "must be a URL",
      description: "The repository of charts. Default: https://helm.cilium.io/.",
    },
    helm_repository: {
      type: "object",
      additionalProperties: false,
      required: ["url", "key"],
      description: "A repository for apt that has Helm. Default: Helm is there already.",
      properties: {
        url: { type: "string", description: "Its address." },
        key: { type: "string", description: "The key that signs it: a URL, or the text itself." },
        suite: { type: "string", description: "Default: all." },
        components: { type: "string", description: "Default: main." },
      },
    },
    cli: {
      type: "boolean",
      description: "Puts the program cilium of the bundle on the control plane as well. Default: false.",
    },
    kube_proxy_replacement: {
      type: "boolean",
      description: "Cilium serves Services, without kube-proxy. Default: true where there is no kube-proxy.",
    },
    replace_kube_proxy: {
      type: "boolean",
      description: "Deletes a kube-proxy that is there once Cilium serves Services. Default: false.",
    },
    routing_mode: {
      enum: ["tunnel", "native"],
      description:
        "Pods of different nodes reach each other in a tunnel, or by routes of one network. Default: tunnel.",
    },
    tunnel_protocol: { enum: ["vxlan", "geneve"], description: "Default: vxlan." },
    mtu: { type: "integer", minimum: 576, description: "Of the network between nodes. Default: found out." },
    devices: {
      type: "array",
      items: { type: "string" },
      description: "Interfaces that Cilium serves, eth+ for all that begin so. Default: found out.",
    },
    hubble: {
      type: "object",
      additionalProperties: false,
      description: "What can be seen of the traffic. Default: the chart's.",
      properties: {
        enabled: { type: "boolean", description: "Default: true." },
        relay: { type: "boolean", description: "For the whole cluster. Default: where there is a ui." },
        ui: { type: "boolean", description: "In a browser. Default: false." },
      },
    },
    operator_replicas: {
      type: "integer",
      minimum: 1,
      description: "Default: 2, and 1 for a cluster of one node.",
    },
    encryption: {
      type: "object",
      additionalProperties: false,
      required: ["type"],
      description: "Between nodes. Default: none.",
      properties: {
        type: {
          enum: ["wireguard", "ipsec"],
          description: "ipsec needs the Secret cilium-ipsec-keys in kube-system.",
        },
        node_encryption: { type: "boolean", description: "Traffic of the nodes themselves, too." },
      },
    },
    values: {
      type: "object",
      additionalProperties: {},
      description: "Any other values of the chart; they win over all of the above.",
    },
    timeout: {
      type: "integer",
      minimum: 30,
      description: "Seconds until all of Cilium must be ready. Default: 600.",
    },
  },
} as const;

/** What Cilium is to be like. */
export type CiliumSettings = XStatic<typeof settingsSchema>;
