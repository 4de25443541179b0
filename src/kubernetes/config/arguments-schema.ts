import { isMapping } from "../../input/mapping.ts";
import type { FieldSchema } from "../schemas/fields.ts";
import { kubeProxyV1alpha1 } from "../schemas/kube-proxy-configuration.ts";
import { kubeletV1beta1 } from "../schemas/kubelet-configuration.ts";
import { kindsOf, schemaOf } from "../schemas/schema-of.ts";
import { configurationArguments } from "./configuration-arguments.ts";

const schemas = new Map<string, object>();

/** JSON Schema of the arguments that hold configurations, where kubeadm is given `apiVersion`. Made once for each. */
export function argumentsSchema(apiVersion: string): object {
  const known = schemas.get(apiVersion);
  if (known) return known;
  const properties = Object.entries(configurationArguments).map(([name, kind]) => [
    name,
    partial(publishedType(kind, apiVersion)),
  ]);
  const schema = { type: "object", properties: Object.fromEntries(properties) };
  schemas.set(apiVersion, schema);
  return schema;
}

function publishedType(kind: string, kubeadm: string): FieldSchema {
  const apiVersion = [kubeadm, kubeletV1beta1, kubeProxyV1alpha1].find((one) => kindsOf(one).includes(kind));
  return schemaOf(apiVersion ?? kubeadm, kind) ?? {};
}

/** What is given is merged into a whole: no field has to be there but those of the entries of a list, which replaces another. */
function partial(schema: FieldSchema): FieldSchema {
  const { required: _, ...rest } = schema;
  if (!isMapping(schema.properties)) return rest;
  const fields = Object.entries(schema.properties).map(([name, field]) => [
    name,
    isMapping(field) ? partial(field) : field,
  ]);
  return { ...rest, properties: Object.fromEntries(fields) };
}
