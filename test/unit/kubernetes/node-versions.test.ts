import { describe, expect, it } from "vitest";
import {
  hasOldKubelet,
  isBeforeHop,
  isBehind,
  parseNodeVersions,
} from "../../../src/kubernetes/node-versions.ts";

const hop = { minor: "1.34", version: "1.34.5", floor: "1.34.0" };

const controlPlane = parseNodeVersions(`kubeadm v1.34.5
kubelet v1.33.4
image v1.34.5
image v1.33.4
image v1.34.5
member
node {"status":{"nodeInfo":{"kubeletVersion":"v1.33.4"}}}
configuration {"data":{"ClusterConfiguration":"apiServer: {}\\nkubernetesVersion: v1.34.5\\n"}}
`);
const worker = parseNodeVersions(`kubeadm v1.34.5
kubelet v1.34.5
member
node {"status":{"nodeInfo":{"kubeletVersion":"v1.33.4"}}}
`);

describe("the releases on a node", () => {
  it("are read as the host prints them; of the static pods the oldest counts", () => {
    expect(controlPlane).toEqual({
      isMember: true,
      kubeadm: "1.34.5",
      kubelet: "1.33.4",
      running: "1.33.4",
      controlPlane: "1.33.4",
      configured: "1.34.5",
    });
  });

  it("are unknown where nothing is installed, or the API server does not answer", () => {
    const nothing = parseNodeVersions("kubeadm \nkubelet \nmember\nnode \nconfiguration <html>\n");
    expect(nothing).toMatchObject({
      isMember: true,
      kubeadm: null,
      kubelet: null,
      running: null,
      configured: null,
    });
    expect(isBehind(nothing, hop)).toBe(false);
  });

  it("say what of a hop is still to be done after a run that was ended in the middle", () => {
    expect(isBehind(controlPlane, hop)).toBe(true);
    expect(isBeforeHop(controlPlane, hop)).toBe(false);
    expect(hasOldKubelet(controlPlane, hop)).toBe(true);
    expect(isBehind(worker, hop)).toBe(false);
  });

  it("do not count on a host that is no node", () => {
    expect(isBehind({ ...controlPlane, isMember: false }, hop)).toBe(false);
  });
});
