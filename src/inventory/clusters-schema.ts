import type { XStatic } from "typebox/schema";
import { nodeSchema } from "./node-schema.ts";

const clusterProperties = {
  name: { type: "string", description: "Name of the cluster, and of the group of its hosts." },
  pod_cidr: {
    type: "string",
    description: "Addresses of pods: 10.10.0.0/16; for dual stack two of them, with a comma between.",
  },
  service_cidr: {
    type: "string",
    description: "Addresses of services: 10.96.0.0/16; for dual stack two of them, with a comma between.",
  },
  control_plane_endpoint: {
    type: "string",
    minLength: 1,
    description: "Address or DNS name (and :port) of the API server for all nodes, such as a load balancer.",
  },
  node_network: {
    type: "string",
    description:
      "The network that nodes reach each other in, 172.16.0.0/24: chooses the address of hosts with several; for dual stack two of them, with a comma between.",
  },
  vars: { type: "object", description: "Variables of all hosts of this cluster.", additionalProperties: {} },
} as const;

const fileProperties = {
  $schema: { type: "string", description: "Where an editor finds this schema." },
  base_image: { type: "string", description: "Image that virtual machines are cloned from." },
  ssh_user: {
    type: "string",
    pattern: "^[A-Za-z0-9_][A-Za-z0-9_.@+-]*$",
    errorMessage: "must be a user name",
    description: "User to log in as.",
  },
  ssh_password: {
    type: "string",
    description: "Login password: env:NAME, file:PATH, an armored age file, or plain text.",
  },
  ssh_key: {
    type: "string",
    minLength: 1,
    description: "Private key file, relative to this file; ~ is the home directory.",
  },
  become_password: {
    type: "string",
    description: "Password for sudo, where it is not the login password; written like it.",
  },
  known_hosts: {
    type: "string",
    minLength: 1,
    description: "File that pins host keys, relative to this file; ~/.ssh/known_hosts where it is not given.",
  },
  host_totals: {
    type: "object",
    additionalProperties: false,
    description: "What the machine that runs all these hosts has; exceeding it is a warning.",
    properties: {
      cpu: { type: "integer", minimum: 1, description: "Number of CPUs." },
      memory: { type: "integer", minimum: 1, description: "Memory in MiB." },
      cpu_overcommit: {
        type: "number",
        minimum: 1,
        description: "Virtual CPUs per CPU that are fine; 1 where it is not given.",
      },
    },
  },
  vars: { type: "object", description: "Variables of all hosts.", additionalProperties: {} },
} as const;

const anyList = { type: "array", items: {} } as const;

/** A cluster without its nodes, so that one wrong node does not hide what is wrong with the cluster. */
export const clusterHeadSchema = {
  type: "object",
  additionalProperties: false,
  required: ["name", "pod_cidr", "service_cidr", "nodes"],
  properties: { ...clusterProperties, nodes: anyList },
} as const;

/** The file without its clusters. */
export const fileHeadSchema = {
  type: "object",
  additionalProperties: false,
  properties: { ...fileProperties, clusters: anyList },
} as const;

/** The whole of clusters.json: validation, types, documentation and completion in editors come from it. */
export const clustersSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "clusters.json",
  type: "object",
  additionalProperties: false,
  required: ["clusters"],
  properties: {
    ...fileProperties,
    clusters: {
      type: "array",
      description: "The clusters.",
      items: {
        ...clusterHeadSchema,
        properties: {
          ...clusterProperties,
          nodes: { type: "array", description: "Its hosts.", items: nodeSchema },
        },
      },
    },
  },
} as const;

/** clusters.json as plain data. */
export type ClustersFile = XStatic<typeof clustersSchema>;
/** The file without its clusters, as plain data. */
export type FileHead = XStatic<typeof fileHeadSchema>;
/** A cluster without its nodes, as plain data. */
export type ClusterHead = XStatic<typeof clusterHeadSchema>;
