import { conforms } from "../input/check-schema.ts";
import type { DataPath, YamlFile } from "../input/yaml-file.ts";
import {
  type ClusterHead,
  type ClustersFile,
  clusterHeadSchema,
  clustersSchema,
  type FileHead,
  fileHeadSchema,
} from "./clusters-schema.ts";
import { type NodeDeclaration, nodeSchema } from "./node-schema.ts";

/** A node that fits the schema, and where it stands. */
export interface DeclaredNode {
  readonly path: DataPath;
  readonly data: NodeDeclaration;
}

/** A cluster that fits the schema, and where it stands. */
export interface DeclaredCluster {
  readonly path: DataPath;
  readonly data: ClusterHead;
  readonly nodes: readonly DeclaredNode[];
  /** False when a node was left out because it does not fit the schema. */
  readonly complete: boolean;
}

/** What of clusters.json fits the schema: enough to look for further mistakes beside those of the form. */
export interface Declaration {
  readonly source: YamlFile;
  readonly head: FileHead;
  readonly clusters: readonly DeclaredCluster[];
  /** The nodes of all clusters, those of clusters that were left out included. */
  readonly nodes: readonly DeclaredNode[];
  /** False when anything was left out. */
  readonly complete: boolean;
}

/** Takes from a parsed file all parts that fit the schema. Cost: none of note when the whole file does. */
export function declarationOf(source: YamlFile): Declaration {
  return conforms(clustersSchema, source.data) ? whole(source, source.data) : salvaged(source);
}

function whole(source: YamlFile, head: ClustersFile): Declaration {
  const clusters = head.clusters.map((data, index) => {
    const path = ["clusters", index];
    const nodes = data.nodes.map((node, position) => ({ path: [...path, "nodes", position], data: node }));
    return { path, data, nodes, complete: true };
  });
  return { source, head, clusters, nodes: clusters.flatMap((cluster) => cluster.nodes), complete: true };
}

function salvaged(source: YamlFile): Declaration {
  const clusters: DeclaredCluster[] = [];
  const nodes: DeclaredNode[] = [];
  for (const [index, data] of listIn(source.data, "clusters").entries()) {
    const path = ["clusters", index];
    const fitting = fittingNodes(data, path);
    nodes.push(...fitting);
    if (!conforms(clusterHeadSchema, data)) continue;
    clusters.push({ path, data, nodes: fitting, complete: fitting.length === data.nodes.length });
  }
  const head = conforms(fileHeadSchema, source.data) ? source.data : {};
  return { source, head, clusters, nodes, complete: false };
}

function fittingNodes(cluster: unknown, path: DataPath): DeclaredNode[] {
  return listIn(cluster, "nodes").flatMap((data, index) =>
    conforms(nodeSchema, data) ? [{ path: [...path, "nodes", index], data }] : [],
  );
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : null;
  return Array.isArray(list) ? list : [];
}
