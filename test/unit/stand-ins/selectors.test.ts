import { expect, it } from "vitest";
import { fieldSelector, labelSelector } from "../../stand-ins/apiserver/selectors.ts";

const pod = { metadata: { name: "a", labels: { app: "web", tier: "" } }, spec: { nodeName: "worker1" } };

it.each([
  ["app=web", true],
  ["app==web,tier", true],
  ["app!=web", false],
  ["app in (web, db),tier", true],
  ["app notin (web)", false],
  ["!app", false],
  ["", true],
])("selects by labels: %s", (selector, expected) => {
  expect(labelSelector(selector)(pod)).toBe(expected);
});

it("selects by fields", () => {
  expect(fieldSelector("spec.nodeName=worker1,metadata.name!=b")(pod)).toBe(true);
  expect(fieldSelector("spec.nodeName=worker2")(pod)).toBe(false);
});
