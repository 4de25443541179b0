import { describe, expect, it } from "vitest";
import { kubeadmImages } from "../../../src/kubernetes/kubeadm-images.ts";

const { kind } = kubeadmImages({ version: "1.33.4", repository: null });
const queries = [
  { version: "1.33.4", repository: null },
  { version: "1.40.0", repository: "registry.lab/k8s" },
];

describe("the images that kubeadm names", () => {
  it("are asked for per version and repository, without the network", () => {
    const script = kind.script(queries);
    expect(script).toContain("kubeadm config images list '--kubernetes-version=v1.33.4' --output=json");
    expect(script).toContain("'--image-repository=registry.lab/k8s' --output=json");
  });

  it("are null where kubeadm does not know the version, was ended, or is not there", () => {
    const images = ["registry.k8s.io/kube-apiserver:v1.33.4", "registry.k8s.io/pause:3.10"];
    const json = JSON.stringify({ kind: "Images", apiVersion: "output.kubeadm.k8s.io/v1alpha3", images });
    expect(kind.parse(`${json}\n---\n---\n`, queries)).toEqual([images, null]);
    expect(kind.parse(`${json.slice(0, 40)}\n---\n---\n`, queries)).toEqual([null, null]);
    expect(kind.parse("", queries)).toEqual([null, null]);
  });
});
