import { conforms } from "../input/check-schema.ts";
import type { DataPath, YamlFile } from "../input/yaml-file.ts";
import { type ClusterHead, clusterHeadSchema, type FileHead, fileHeadSchema } from "./clusters-schema.ts";
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

/** Takes from a parsed file all parts that fit the schema. */
export function declarationOf(source: YamlFile): Declaration {
  const clusters: DeclaredCluster[] = [];
  const nodes: DeclaredNode[] = [];
  const raw = listIn(source.data, "clusters");
  let complete = conforms(fileHeadSchema, source.data);
  for (const [index, cluster] of raw.entries()) {
    const path = ["clusters", index];
    const declared = nodesOf(cluster, path);
    const all = declared.length === listIn(cluster, "nodes").length;
    nodes.push(...declared);
    if (conforms(clusterHeadSchema, cluster)) {
      clusters.push({ path, data: cluster, nodes: declared, complete: all });
      complete &&= all;
    } else complete = false;
  }
  const head = conforms(fileHeadSchema, source.data) ? source.data : {};
  return { source, head, clusters, nodes, complete };
}

function nodesOf(cluster: unknown, path: DataPath): DeclaredNode[] {
  return listIn(cluster, "nodes").flatMap((data, index) =>
    conforms(nodeSchema, data) ? [{ path: [...path, "nodes", index], data }] : [],
  );
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : null;
  return Array.isArray(list) ? list : [];
}
