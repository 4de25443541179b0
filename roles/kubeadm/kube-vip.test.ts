import { describe, expect, it } from "vitest";
import { checkKubeVip, kubeVipPod } from "./kube-vip.ts";

describe("kube-vip", () => {
  it("is this static pod", async () => {
    const vip = { address: "10.0.0.9", interface: "ens3" };
    await expect(kubeVipPod(vip, "6443")).toMatchFileSnapshot("golden/kube-vip.yaml");
  });

  it("needs an endpoint that is its address, or a name", () => {
    expect(() => checkKubeVip({ address: "fd00::9" }, "[fd00::9]:6443")).not.toThrow();
    expect(() => checkKubeVip({ address: "10.0.0.9" }, "api.lab:6443")).not.toThrow();
    expect(() => checkKubeVip({ address: "10.0.0.9" }, "10.0.0.11:6443")).toThrow("10.0.0.11:6443");
  });
});
