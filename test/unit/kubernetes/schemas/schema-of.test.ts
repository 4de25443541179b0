import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { apiVersions, kindsOf, schemaOf } from "../../../../src/kubernetes/schemas/schema-of.ts";

const types = apiVersions.flatMap((apiVersion) =>
  kindsOf(apiVersion).map((kind): [string, string] => [apiVersion, kind]),
);

/** Every schema within one, by its path. */
function within(schema: unknown, path: string): [string, Record<string, unknown>][] {
  if (typeof schema !== "object" || schema === null) return [];
  const record: Record<string, unknown> = { ...schema };
  const properties = Object.entries(record.properties ?? {});
  return [
    [path, record],
    ...properties.flatMap(([name, field]) => within(field, `${path}.${name}`)),
    ...within(record.items, `${path}[]`),
  ];
}

describe.each(types)("the schema of %s %s", (apiVersion, kind) => {
  const schema = schemaOf(apiVersion, kind) ?? {};

  it("is a JSON Schema in the strictest reading", () => {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true, formats: { "date-time": true } });
    ajv.addKeyword("errorMessage");
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  it("knows all fields of its structs, and says what each is", () => {
    for (const [path, { type, properties, additionalProperties, description }] of within(schema, kind)) {
      if (type === "object" && properties !== undefined)
        expect([path, additionalProperties]).toEqual([path, false]);
      if (!/\.(apiVersion|kind)$|\[\]$/.test(path))
        expect([path, description]).toEqual([path, expect.any(String)]);
    }
  });
});

it("knows nothing of other types", () => {
  expect(schemaOf("v1", "ConfigMap")).toBeNull();
  expect(schemaOf("kubeadm.k8s.io/v1beta4", "KubeletConfiguration")).toBeNull();
});
