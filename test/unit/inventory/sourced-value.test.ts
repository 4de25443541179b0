import { describe, expect, it } from "vitest";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { layerOf, layerVariables } from "../../../src/inventory/layer-variables.ts";
import { secretsIn } from "../../../src/inventory/sourced-value.ts";

const source = parseYamlFile(
  "all.yaml",
  "plain: a\npin: !secret 0123\ndb: { user: u, hosts: [{ password: !secret p }] }\n",
);
const layer = layerOf(source, [], source.data);

describe("a variable that a file marks as secret", () => {
  it("says so, and where in its value", () => {
    expect(layer.get("plain")).not.toHaveProperty("secret");
    expect(layer.get("pin")).toMatchObject({ value: "0123", secret: true, secretParts: [[]] });
    expect(layer.get("db")).toMatchObject({ secret: true, secretParts: [["hosts", 0, "password"]] });
  });

  it("stays secret when layers are laid over each other, and no longer than it wins", () => {
    const plain = parseYamlFile("w1.yaml", "pin: none\n");
    const { pin, db } = layerVariables([layer, layerOf(plain, [], plain.data)]);
    expect(db && secretsIn(db)).toEqual(["p"]);
    expect(pin).not.toHaveProperty("secret");
    expect(pin?.shadows[0] && secretsIn(pin.shadows[0])).toEqual(["0123"]);
  });
});
