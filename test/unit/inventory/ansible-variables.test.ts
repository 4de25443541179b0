import { expect, it } from "vitest";
import { ansibleVariables } from "../../../src/inventory/ansible-variables.ts";
import type { InventoryHost } from "../../../src/inventory/inventory.ts";

const location = { file: "all.yaml", line: 1, column: 1, length: 1, text: "" };

it("leaves out what is marked as secret, whatever it is called, and keeps what stands beside it", () => {
  const value = { user: "app", pin: "1234", hosts: ["a", "hidden"] };
  const host: Pick<InventoryHost, "target" | "vars"> = {
    target: { name: "web1", host: "10.0.0.1" },
    vars: {
      open: { value: "seen", location, shadows: [] },
      whole: { value: "hidden", location, shadows: [], secret: true },
      parts: { value, location, shadows: [], secret: true, secretParts: [["pin"], ["hosts", 1]] },
    },
  };
  expect(ansibleVariables(host)).toEqual({
    ansible_host: "10.0.0.1",
    open: "seen",
    parts: { user: "app", hosts: ["a"] },
  });
});
