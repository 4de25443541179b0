import type { XStatic } from "typebox/schema";
import { interfaceSchema } from "./interface-schema.ts";

const labelValue = "^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$";
const labelKey = "^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$";

/** One host: a node of a cluster. */
export const nodeSchema = {
  type: "object",
  additionalProperties: false,
  required: ["name", "role"],
  properties: {
    name: { type: "string", description: "Host name, unique in the whole file." },
    role: {
      type: "string",
      enum: ["master", "control_plane", "worker", "etcd"],
      description:
        "What the node is in its cluster; master and control_plane mean the same, etcd holds nothing but the cluster's data.",
    },
    cpu: { type: "integer", minimum: 1, description: "Number of virtual CPUs." },
    memory: { type: "integer", minimum: 1, description: "Memory in MiB." },
    disk: { type: "integer", minimum: 1, description: "Size of the disk in GB." },
    host: {
      type: "string",
      description: "Address or DNS name to connect to; the node's name where it is not given.",
    },
    port: { type: "integer", minimum: 1, maximum: 65535, description: "Port of its SSH server." },
    user: {
      type: "string",
      pattern: "^[A-Za-z0-9_][A-Za-z0-9_.@+-]*$",
      errorMessage: "must be a user name",
      description: "User to log in as; overrides ssh_user.",
    },
    key: {
      type: "string",
      minLength: 1,
      description: "Private key file, relative to this file; ~ is the home directory. Overrides ssh_key.",
    },
    password: {
      type: "string",
      description: "Login password; overrides ssh_password, and is written like it.",
    },
    become_password: {
      type: "string",
      description: "Password for sudo, where it is not the login password; written like it.",
    },
    node_ip: {
      type: "string",
      minLength: 1,
      description: "Its address among the nodes; for dual stack two of them, with a comma between.",
    },
    interfaces: { type: "array", description: "Its network interfaces.", items: interfaceSchema },
    vars: { type: "object", description: "Variables of this host.", additionalProperties: {} },
    labels: {
      type: "object",
      description: "Kubernetes labels.",
      propertyNames: { pattern: labelKey, errorMessage: "is not a Kubernetes label" },
      additionalProperties: {
        type: "string",
        pattern: labelValue,
        errorMessage: "must be a label value: at most 63 letters, digits, dots, - and _",
      },
    },
    taints: {
      type: "array",
      description: "Kubernetes taints in kubectl's notation: key=value:NoSchedule.",
      items: {
        type: "string",
        pattern: "^[A-Za-z0-9][A-Za-z0-9./_-]*(=[A-Za-z0-9._-]*)?:(NoSchedule|PreferNoSchedule|NoExecute)$",
        errorMessage: "must be a taint: key=value:NoSchedule, PreferNoSchedule or NoExecute",
      },
    },
  },
} as const;

/** A node as the file declares it. */
export type NodeDeclaration = XStatic<typeof nodeSchema>;
