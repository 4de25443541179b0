import { expect, it } from "vitest";
import { jsonPath } from "../../stand-ins/kubectl/json-path.ts";

const nodes = {
  items: [
    {
      metadata: { name: "cp1", labels: { "a.b/c": "x" } },
      status: { conditions: [{ type: "Ready", status: "True" }] },
    },
    {
      metadata: { name: "worker1", labels: {} },
      status: { conditions: [{ type: "Ready", status: "False" }] },
    },
  ],
};

it.each([
  ["{.items[*].metadata.name}", "cp1 worker1"],
  [
    '{range .items[*]}{.metadata.name}{"\\t"}{.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}',
    "cp1\tTrue\nworker1\tFalse\n",
  ],
  ["{.items[0].metadata.labels.a\\.b/c}", "x"],
  ["{.items[0].metadata.labels['a.b/c']}", "x"],
  ["{.items[-1].metadata.name}", "worker1"],
  ["{.nothing}", ""],
])("evaluates %s", (template, expected) => {
  expect(jsonPath(template, nodes)).toBe(expected);
});

it("refuses what it does not play", () => {
  expect(() => jsonPath("{..name}", nodes)).toThrow("error parsing jsonpath");
});
