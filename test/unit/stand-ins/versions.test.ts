import { describe, expect, it } from "vitest";
import { imagesOf, parseRelease } from "../../stand-ins/core/release.ts";
import { initPhases, joinPhases } from "../../stand-ins/kubeadm/phases.ts";
import { skewMessage, skewProblems } from "../../stand-ins/kubeadm/upgrade-policy.ts";

function refusal(
  wanted: string,
  cluster: string,
  kubeadm: string,
  kubelets: readonly string[],
  isForced = false,
): string | null {
  const release = parseRelease(wanted);
  if (release === null) throw new RangeError(wanted);
  return skewMessage(skewProblems(release, { cluster, kubeadm, kubelets }), isForced);
}

describe("upgrades", () => {
  it("go to the next minor version", () => {
    expect(refusal("v1.34.2", "1.33.4", "1.34.2", ["1.33.4"])).toBeNull();
  });

  it("skip no minor version, not even by force", () => {
    expect(refusal("v1.35.0", "1.33.4", "1.35.0", ["1.33.4"], true)).toContain(
      "only 1 minor version at a time",
    );
  });

  it("need a kubeadm of that minor version", () => {
    expect(refusal("v1.34.2", "1.33.4", "1.33.4", ["1.33.4"])).toContain("Such an upgrade is not supported");
    expect(refusal("v1.34.2", "1.33.4", "1.35.0", ["1.33.4"])).toContain("can only be used to upgrade to");
  });

  it("leave no kubelet more than three minor versions behind, but by force", () => {
    expect(refusal("v1.35.0", "1.34.2", "1.35.0", ["1.31.0", "1.34.2"])).toContain(
      "too old that have these versions [v1.31.0]",
    );
    expect(refusal("v1.35.0", "1.34.2", "1.35.0", ["1.31.0"], true)).toBeNull();
  });
});

describe("what goes with a release", () => {
  it("has the images of its control plane", () => {
    const images = [
      ...imagesOf({ version: "1.33.4", minor: 33 }, { repository: "registry.k8s.io" }).values(),
    ];
    expect(images).toEqual([
      "registry.k8s.io/kube-apiserver:v1.33.4",
      "registry.k8s.io/kube-controller-manager:v1.33.4",
      "registry.k8s.io/kube-scheduler:v1.33.4",
      "registry.k8s.io/kube-proxy:v1.33.4",
      "registry.k8s.io/coredns/coredns:v1.12.0",
      "registry.k8s.io/pause:3.10",
      "registry.k8s.io/etcd:3.5.21-0",
    ]);
  });

  it("leaves CoreDNS's folder out in another repository", () => {
    const images = imagesOf({ version: "1.33.4", minor: 33 }, { repository: "registry.lab.example/k8s" });
    expect(images.get("coredns")).toBe("registry.lab.example/k8s/coredns:v1.12.0");
  });

  it("can fail at 15 phases and more", () => {
    expect(initPhases.length + joinPhases(34).length).toBeGreaterThanOrEqual(15);
    expect(joinPhases(34)).toContain("etcd-join");
    expect(joinPhases(32)).toContain("control-plane-join/etcd");
  });
});
