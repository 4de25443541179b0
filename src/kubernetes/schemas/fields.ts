/** JSON Schema (draft-07) of one field of a configuration type, as Go's JSON decoder takes it. */
export type FieldSchema = Readonly<Record<string, unknown>>;

/** The fields of a type, by their JSON names. */
export type Fields = Readonly<Record<string, FieldSchema>>;

/** What a field may have beside its type: limits, allowed values. */
type Limits = Readonly<Record<string, unknown>>;

/** A Go `string`. Numbers and booleans have to be quoted in YAML. */
export function string(description: string, limits: Limits = {}): FieldSchema {
  return { type: "string", description, ...limits };
}

/** A Go `bool`. */
export function boolean(description: string): FieldSchema {
  return { type: "boolean", description };
}

/** A Go `int32` or `int64`. */
export function integer(description: string, limits: Limits = {}): FieldSchema {
  return { type: "integer", description, ...limits };
}

/** A TCP port; 0 stands for the default, or switches a server off. */
export function port(description: string): FieldSchema {
  return integer(description, { minimum: 0, maximum: 65535 });
}

/** One of several strings. */
export function choice(description: string, values: readonly string[]): FieldSchema {
  return { type: "string", description, enum: values };
}

/** One of several strings, or none: where the type is marshalled, "" stands for the default. */
export function choiceOrNone(description: string, values: readonly string[]): FieldSchema {
  const pattern = `^(${["", ...values].join("|")})$`;
  return { type: "string", description, pattern, errorMessage: `must be one of ${values.join(", ")}` };
}

/** A `metav1.Duration`: what Go's time.ParseDuration reads. */
export function duration(description: string): FieldSchema {
  return {
    type: "string",
    description,
    pattern: "^[-+]?(0|((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+)$",
    errorMessage: "must be a duration such as 30s, 10m or 1h30m",
  };
}

/** A `resource.Quantity`: 200m, 1.5, 300Mi. */
export function quantity(description: string): FieldSchema {
  return { anyOf: [{ type: "string" }, { type: "number" }], description };
}

/** A Go slice of strings; null is an empty one. */
export function strings(description: string, items: Limits = {}): FieldSchema {
  return list(description, { type: "string", ...items });
}

/** A Go slice; null is an empty one. */
export function list(description: string, items: FieldSchema): FieldSchema {
  return { type: ["array", "null"], description, items };
}

/** A Go `map[string]string`. */
export function stringMap(description: string): FieldSchema {
  return mapOf(description, { type: "string" });
}

/** The `map[string]bool` of feature gates. */
export function featureGates(description: string): FieldSchema {
  return mapOf(description, { type: "boolean" });
}

/** A Go map; null is an empty one. */
export function mapOf(description: string, values: FieldSchema): FieldSchema {
  return { type: ["object", "null"], description, additionalProperties: values };
}

/** A pointer that the marshalled form of its type prints as null where it is not set. */
export function nullable(field: FieldSchema): FieldSchema {
  return { ...field, type: [field.type, "null"].flat() };
}

/** A Go struct: no other fields than these. `required` names what the component itself refuses to go without. */
export function struct(
  description: string,
  properties: Fields,
  required: readonly string[] = [],
): FieldSchema {
  return { type: "object", description, additionalProperties: false, required, properties };
}

/** A whole document of one kind. */
export function document(
  apiVersion: string,
  kind: string,
  properties: Fields,
  required: readonly string[] = [],
): FieldSchema {
  const typeMeta = { apiVersion: { const: apiVersion }, kind: { const: kind } };
  const always = ["apiVersion", "kind", ...required];
  return struct(`${kind} of ${apiVersion}`, { ...typeMeta, ...properties }, always);
}
