import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { exampleFacts } from "../../src/testing/example-facts.ts";
import { nothingThere } from "../../src/testing/path-states.ts";
import { testRole } from "../../src/testing/test-role.ts";
import { contentWritten } from "../../test/unit/roles/content-written.ts";
import { exampleBundle, kubernetesItems } from "../../test/unit/roles/example-bundle.ts";
import role from "./role.ts";

type Arguments = Parameters<typeof role.tasks>[0]["args"];

const pause = "registry.k8s.io/pause:3.10";
const etcd = "registry.k8s.io/etcd:3.5.21-0";
const coredns = "registry.k8s.io/coredns/coredns:v1.12.0";

const bundle = exampleBundle([
  ...kubernetesItems("1.33.4"),
  ...kubernetesItems("1.34.2").filter(({ kind }) => kind === "binary"),
  { name: "crictl", version: "v1.33.0", kind: "binary" },
  { name: "crictl", version: "v1.34.0", kind: "binary" },
  { name: "crictl", version: "v1.34.1", kind: "binary" },
  { name: "cni-plugins", version: "1.7.1", kind: "cni-plugins" },
  { name: "conntrack", version: "1.4.7", kind: "deb" },
  { name: "pause", version: "3.10", kind: "image", refs: [pause] },
  { name: "etcd", version: "3.5.21-0", kind: "image", refs: [etcd] },
]);
afterAll(() => rmSync(bundle, { recursive: true }));

const wantedImages = [...kubernetesItems("1.33.4").flatMap(({ refs = [] }) => refs), coredns, pause, etcd];

function tested(args: Partial<Arguments> = {}, facts: Record<string, unknown> = {}, host = "cp1") {
  return testRole(role, {
    args: { version: "1.33.4", source: "bundle", bundle, ...args },
    host,
    facts: { kubeconfig: nothingThere, images: wantedImages, ...facts },
  });
}

const importing = "Import the images of Kubernetes 1.33.4";

/** The references that are imported into a containerd without images. */
function imported(host: string, facts: Record<string, unknown> = {}): string[] {
  const plan = tested({}, facts, host).task(importing).built().plan({ images: [] });
  const changes = plan.kind === "changes" ? plan.changes : [];
  return changes.flatMap((change) =>
    change.kind === "run" ? [change.summary.replace("ctr: import ", "")] : [],
  );
}

describe("Kubernetes from a bundle", () => {
  it("puts everything in its place, in order, and enables the kubelet", () => {
    expect(tested({ bundle_packages: ["conntrack"] }).tasks.map(({ name }) => name)).toEqual([
      "Keep the version of a node that belongs to a cluster",
      "Install conntrack of the bundle",
      "Put kubeadm in place",
      "Put kubelet in place",
      "Put kubectl in place",
      "Put crictl in place",
      "Unpack the CNI plugins",
      "Create the folder of static pods",
      "Create the kubelet's folder",
      "Describe the kubelet's service",
      "Create the folder of additions to the kubelet's service",
      "Run the kubelet as kubeadm configures it",
      importing,
      "Point crictl to containerd",
      "Start the kubelet at boot",
    ]);
  });

  it("sends a program of that version to the place of its package, once", () => {
    const put = tested({ version: "v1.34.2" }).task("Put kubelet in place");
    expect(put.built().plan()).toMatchObject({
      changes: [
        {
          path: "/usr/bin/kubelet",
          after: { mode: "0755", content: { localPath: `${bundle}/binary/1.34.2/kubelet` } },
        },
      ],
    });
    expect(put.built().planAgain()).toEqual({ kind: "changes", changes: [] });
    expect(put.notify).toEqual(["Restart the kubelet"]);
  });

  it.each([
    [{}, "v1.33.0"],
    [{ version: "1.34.2" }, "v1.34.1"],
    [{ version: "1.34.2", crictl_version: "1.34.0" }, "v1.34.0"],
  ])("picks the crictl that fits: %j", (args, version) => {
    expect(tested(args).task("Put crictl in place").built().plan()).toMatchObject({
      changes: [{ after: { content: { localPath: `${bundle}/binary/${version}/crictl` } } }],
    });
  });

  it.each([
    ["Describe the kubelet's service", "kubelet.service"],
    ["Run the kubelet as kubeadm configures it", "10-kubeadm.conf"],
  ])("%s", async (name, golden) => {
    const task = tested().task(name);
    await expect(contentWritten(task)).toMatchFileSnapshot(`golden/${golden}`);
    expect(task.notify).toEqual(["Restart the kubelet"]);
  });

  it("brings kubeadm and its images first when a cluster is upgraded, and the kubelet later", () => {
    const only = (parts: Arguments["only"] & {}) =>
      tested({ only: parts, allow_upgrade: true }).tasks.map(({ name }) => name);
    expect(only(["kubeadm", "images"])).toEqual(["Put kubeadm in place", importing]);
    expect(only(["kubelet"]).at(0)).toBe("Put kubelet in place");
  });

  it("tells what a bundle lacks before any host is asked", () => {
    expect(() => tested({ version: "1.33.9" })).toThrow("has no binary kubeadm 1.33.9 for amd64");
    expect(() => tested({ cni_plugins_version: "1.6.0" })).toThrow("has no cni-plugins cni-plugins 1.6.0");
    expect(() => testRole(role, { args: { version: "1.33.4", source: "bundle" } })).toThrow(
      '"source: bundle" needs the argument "bundle"',
    );
  });
});

describe("the images of a bundle", () => {
  const ofNode = ["registry.k8s.io/kube-proxy:v1.33.4", pause];

  it("are those that kubeadm names for this node and that the bundle has", () => {
    const all = imported("cp1");
    expect(all.toSorted()).toEqual(wantedImages.filter((ref) => ref !== coredns).toSorted());
    expect(imported("worker1")).toEqual(ofNode);
  });

  it("wait for kubeadm", () => {
    expect(tested({}, { images: null }).task(importing).waitsFor).toBe("kubeadm 1.33.4 is not installed");
  });

  it("are none of a version, or an architecture, that the bundle has none of", () => {
    expect(tested({ version: "1.34.2" }).tasks.map(({ name }) => name)).not.toContain(
      "Import the images of Kubernetes 1.34.2",
    );
    const facts = { ...exampleFacts, architecture: "arm64" };
    expect(tested({}, { facts }).task(importing).runs).toBe(false);
  });
});
