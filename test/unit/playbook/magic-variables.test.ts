import { describe, expect, it } from "vitest";
import { conforms } from "../../../src/input/check-schema.ts";
import { hostScope } from "../../../src/playbook/host-scope.ts";
import { magicNames, magicSchemas } from "../../../src/playbook/magic-variables.ts";
import { compile, hostOf, inventory } from "./small-lab.ts";

const schemas = magicSchemas(inventory);

describe("the form of the variables that every host has", () => {
  const [play] = compile("- hosts: all\n  tasks: []\n").plays;
  const scope = play && hostScope(hostOf("w1"), play, inventory);

  it.each(magicNames.filter((name) => name !== "facts"))(
    "of %s fits its value, and knows all its keys",
    (name) => {
      const { properties = {}, ...schema } = schemas[name];
      const strict =
        schema.type === "object" ? { ...schema, properties, additionalProperties: false } : schema;
      expect(conforms(strict, scope?.lookUp(name))).toBe(true);
    },
  );

  it("knows the groups and hosts of the inventory, and no others", () => {
    expect(Object.keys(schemas.groups.properties ?? {})).toContain("workers");
    expect(Object.keys(schemas.hostvars.properties ?? {})).toEqual(["cp1", "w1", "w2"]);
    expect(magicSchemas(inventory)).toBe(schemas);
  });
});
