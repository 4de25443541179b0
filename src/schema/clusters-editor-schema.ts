import { isMapping } from "../input/mapping.ts";
import { clusterNameForm, labelForm } from "../inventory/check-names.ts";
import { clustersSchema } from "../inventory/clusters-schema.ts";
import type { JsonSchema } from "./json-schema.ts";
import { variableName } from "./variables-schema.ts";

const label = labelForm.source.slice(1, -1);

/** The schema of clusters.json with the forms of names, which lab itself judges where it can suggest others. */
export function clustersEditorSchema(): JsonSchema {
  const { properties } = clustersSchema;
  const cluster = properties.clusters.items;
  const node = cluster.properties.nodes.items;
  const nodes = {
    ...cluster.properties.nodes,
    items: withName(node, { ...node.properties.name, pattern: `^${label}(\\.${label})*$` }),
  };
  const items = withName(
    { ...cluster, properties: { ...cluster.properties, nodes } },
    { ...cluster.properties.name, pattern: clusterNameForm.source },
  );
  const clusters = { ...properties.clusters, items };
  return withVariables({ ...clustersSchema, properties: { ...properties, clusters } });
}

function withName(schema: { readonly properties: object }, name: JsonSchema): JsonSchema {
  return { ...schema, properties: { ...schema.properties, name } };
}

/** A schema in which each property `vars` holds variables, whose names are possible ones. */
function withVariables(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).map(([key, inner]) => {
      if (!isMapping(inner)) return [key, inner];
      return [key, key === "vars" ? { ...inner, propertyNames: variableName } : withVariables(inner)];
    }),
  );
}
