import { expect, it } from "vitest";
import { certificateNames } from "../../../../src/kubernetes/config/certificate-names.ts";
import { exampleCluster, exampleNode } from "./example-cluster.ts";

const cluster = {
  ...exampleCluster({ isHa: false, isDual: false }),
  nodes: [
    exampleNode("cp1", "control_plane", "10.0.0.11", "fd00::11"),
    exampleNode("cp2", "control_plane"),
    exampleNode("e1", "etcd", "10.0.0.31"),
    exampleNode("w1", "worker", "10.0.0.21"),
  ],
};
const controlPlanes = ["cp1", "10.0.0.11", "fd00::11", "cp2"];

it.each([
  ["10.0.0.11:6443", []],
  ["api.example:8443", ["api.example"]],
  ["api.example", ["api.example"]],
  ["[fd00::10]:6443", ["fd00::10"]],
  ["fd00::10", ["fd00::10"]],
])("with the endpoint %s the certificate holds the control planes and %j", (endpoint, names) => {
  expect(certificateNames({ ...cluster, endpoint })).toEqual([...controlPlanes, ...names]);
});

it("holds what else is asked for, each name once", () => {
  const endpoint = "api.example:6443";
  expect(certificateNames({ ...cluster, endpoint }, ["cp1", "lab.example", "api.example"])).toEqual([
    ...controlPlanes,
    "api.example",
    "lab.example",
  ]);
});
