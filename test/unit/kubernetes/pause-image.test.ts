import { expect, it } from "vitest";
import { pauseImage } from "../../../src/kubernetes/pause-image.ts";

it.each([
  ["1.28.15", "registry.k8s.io/pause:3.9"],
  ["1.30.4", "registry.k8s.io/pause:3.9"],
  ["v1.31.0", "registry.k8s.io/pause:3.10"],
  ["1.33.4", "registry.k8s.io/pause:3.10"],
  ["1.34.0", "registry.k8s.io/pause:3.10.1"],
  ["1.35.2", "registry.k8s.io/pause:3.10.1"],
  ["1.36.0", "registry.k8s.io/pause:3.10.2"],
  ["1.40.0", "registry.k8s.io/pause:3.10.2"],
  [undefined, "registry.k8s.io/pause:3.10.2"],
])("the pause image of Kubernetes %s is %s", (version, image) => {
  expect(pauseImage(version)).toBe(image);
});

it("comes from the repository that is asked for", () => {
  expect(pauseImage("1.33.4", "registry.lab/k8s")).toBe("registry.lab/k8s/pause:3.10");
});
