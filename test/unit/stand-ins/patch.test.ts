import { expect, it } from "vitest";
import { jsonPatch, mergePatch, strategicPatch } from "../../stand-ins/apiserver/patch.ts";

it("merges, and takes away what is null", () => {
  expect(mergePatch({ a: 1, b: { c: 2, d: 3 } }, { b: { c: null, e: [1] } })).toEqual({
    a: 1,
    b: { d: 3, e: [1] },
  });
});

it("merges lists by their key where they have one", () => {
  const before = { conditions: [{ type: "Ready", status: "False" }], taints: [{ key: "a" }] };
  const patch = { conditions: [{ type: "Ready", status: "True" }], taints: [{ key: "b" }] };
  expect(strategicPatch(before, patch)).toEqual({
    conditions: [{ type: "Ready", status: "True" }],
    taints: [{ key: "b" }],
  });
});

it("follows the operations of a JSON patch, and refuses a test that fails", () => {
  const operations = [
    { op: "add", path: "/a/-", value: 2 },
    { op: "remove", path: "/b~1c" },
  ];
  expect(jsonPatch({ a: [1], "b/c": 1 }, operations)).toEqual({ a: [1, 2] });
  expect(() => jsonPatch({ a: 1 }, [{ op: "test", path: "/a", value: 2 }])).toThrow("testing value failed");
});
