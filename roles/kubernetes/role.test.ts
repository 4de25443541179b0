import { describe, expect, it } from "vitest";
import { parseKubernetesVersion } from "../../src/kubernetes/kubernetes-version.ts";
import { exampleFacts } from "../../src/testing/example-facts.ts";
import { fileHolding, nothingThere } from "../../src/testing/path-states.ts";
import { testRole } from "../../src/testing/test-role.ts";
import { contentWritten } from "../../test/unit/roles/content-written.ts";
import role from "./role.ts";
import { parseRunningVersions } from "./version-guard.ts";

type Arguments = Parameters<typeof role.tasks>[0]["args"];

const rocky = {
  ...exampleFacts,
  os: { ...exampleFacts.os, id: "rocky", family: ["rocky", "rhel", "fedora"] },
};
const alpine = { ...exampleFacts, os: { ...exampleFacts.os, id: "alpine", family: ["alpine"] } };
const joined = { kubeconfig: fileHolding("") };

function tested(args: Partial<Arguments> = {}, facts: Record<string, unknown> = {}) {
  return testRole(role, {
    args: { version: "1.33.4", ...args },
    facts: { kubeconfig: nothingThere, images: null, ...facts },
  });
}

function running(args: Partial<Arguments>, facts: Record<string, unknown> = {}): string[] {
  return tested(args, facts)
    .tasks.filter(({ runs }) => runs)
    .map(({ name }) => name);
}

function installed(version: string, held = true) {
  const state = { manager: "apt", residue: false, held, candidate: null, listsAgeSeconds: null };
  return { ...state, installed: { version } };
}

describe("Kubernetes from packages", () => {
  it("adds the repository of the minor, installs and holds, and enables the kubelet", () => {
    expect(running({ kubelet_extra_args: ["--v=4"] })).toEqual([
      "Keep the version of a node that belongs to a cluster",
      "Add the repository of Kubernetes 1.33 to apt",
      "Install kubeadm, kubelet, kubectl, cri-tools, kubernetes-cni",
      "Point crictl to containerd",
      "Give the kubelet its extra arguments",
      "Start the kubelet at boot",
    ]);
    expect(running({}, { facts: rocky })).toEqual([
      "Keep the version of a node that belongs to a cluster",
      "Add the repository of Kubernetes 1.33 to dnf",
      "Install what holds packages in dnf",
      "Install kubeadm, kubelet, kubectl, cri-tools, kubernetes-cni",
      "Point crictl to containerd",
      "Start the kubelet at boot",
    ]);
  });

  it("refuses a system that there are no packages for", () => {
    expect(running({}, { facts: alpine })).toContain("Refuse a system that Kubernetes has no packages for");
  });

  it("pins the versions that are asked for, and has nothing to do where they are there", () => {
    const args = { cni_plugins_version: "1.6.0", hold: true };
    const install = tested(args).task("Install kubeadm, kubelet, kubectl, cri-tools, kubernetes-cni").built();
    const missing = { ...installed(""), installed: null, held: false };
    const states = (version: string, cni: string) => ({
      kubeadm: installed(version),
      kubelet: installed(version),
      kubectl: installed(version),
      "cri-tools": installed("1.30.0-1.1"),
      "kubernetes-cni": installed(cni),
    });
    const names = Object.keys(states("", ""));
    const fresh = install.plan(Object.fromEntries(names.map((name) => [name, missing])));
    expect(fresh).toMatchObject({
      changes: [
        {
          summary:
            "apt: install kubeadm=1.33.4-*, kubelet=1.33.4-*, kubectl=1.33.4-*, cri-tools, kubernetes-cni=1.6.0-*",
        },
        { summary: `apt: hold ${names.join(", ")}` },
      ],
    });
    expect(install.plan(states("1.33.4-1.1", "1.6.0-1.1"))).toEqual({ kind: "changes", changes: [] });
    expect(install.plan(states("1.33.40-1.1", "1.6.0-1.1"))).not.toEqual({ kind: "changes", changes: [] });
  });

  it.each(["1.28.15", "1.31.2", "1.36.0"])("describes the repository of %s", async (version) => {
    const { minor } = parseKubernetesVersion(version) ?? { minor: 0 };
    const apt = tested({ version }).task(`Add the repository of Kubernetes 1.${minor} to apt`);
    const dnf = tested({ version }, { facts: rocky }).task(
      `Add the repository of Kubernetes 1.${minor} to dnf`,
    );
    const folder = { kind: "directory", mode: "0755", owner: "root", group: "root", uid: 0, gid: 0 } as const;
    const states = { folder, apt: fileHolding("") };
    await expect(contentWritten(apt, states)).toMatchFileSnapshot(`golden/1.${minor}.sources`);
    await expect(contentWritten(dnf, states)).toMatchFileSnapshot(`golden/1.${minor}.repo`);
  });

  it("takes a mirror, and a key that lies on the control machine", () => {
    const repository = { url: "https://mirror.lab/{minor}", key: "keys/{minor}.asc" };
    const names = running({ repository }, { facts: rocky });
    expect(names).toContain("Put the key of the packages in place for dnf");
    const dnf = tested({ repository }, { facts: rocky }).task("Add the repository of Kubernetes 1.33 to dnf");
    const folder = { kind: "directory", mode: "0755", owner: "root", group: "root", uid: 0, gid: 0 } as const;
    expect(contentWritten(dnf, { folder })).toContain(
      "baseurl=https://mirror.lab/1.33/\nenabled=1\ngpgcheck=1\ngpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-kubernetes\n",
    );
  });
});

describe("the files beside the software", () => {
  it.each([
    ["Point crictl to containerd", "crictl.yaml", exampleFacts, "/etc/crictl.yaml"],
    ["Give the kubelet its extra arguments", "kubelet-arguments", exampleFacts, "/etc/default/kubelet"],
    ["Give the kubelet its extra arguments", "kubelet-arguments", rocky, "/etc/sysconfig/kubelet"],
  ])("%s: %s", async (name, golden, facts, path) => {
    const task = tested({ kubelet_extra_args: ["--v=4", "--max-pods=40"] }, { facts }).task(name);
    await expect(contentWritten(task)).toMatchFileSnapshot(`golden/${golden}`);
    expect(task.built().resource.id).toBe(`file ${path}`);
    expect(task.built().planAgain()).toEqual({ kind: "changes", changes: [] });
  });

  it("leaves the kubelet alone on a host that has not joined, and restarts it where it runs a node", () => {
    expect(tested().task("Restart the kubelet").runs).toBe(false);
    expect(tested({}, joined).task("Restart the kubelet").runs).toBe(true);
  });
});

describe("a node that belongs to a cluster", () => {
  const guard = (args: Partial<Arguments>, running: object) =>
    tested(args).task("Keep the version of a node that belongs to a cluster").built().plan({ running });

  it("keeps its version", () => {
    const { message } = { message: "", ...guard({}, { kubeadm: "1.33.4", kubelet: "1.32.9" }) };
    expect(message).toMatch(
      /^kubelet is 1\.32\.9 on this node of a cluster, and is to be 1\.33\.4: upgrade\.yaml/,
    );
    expect(guard({}, { kubeadm: "1.33.3", kubelet: "1.33.4" }).kind).toBe("failed");
    expect(guard({}, { kubeadm: "1.33.4", kubelet: "1.33.4" }).kind).toBe("changes");
    expect(guard({}, { kubeadm: null, kubelet: null }).kind).toBe("changes");
  });

  it("is asked only for what is installed, and lets an upgrade through", () => {
    expect(guard({ only: ["kubeadm"] }, { kubeadm: "1.33.4", kubelet: "1.32.9" }).kind).toBe("changes");
    expect(running({ only: ["kubeadm"], allow_upgrade: true })).toEqual([
      "Add the repository of Kubernetes 1.33 to apt",
      "Install kubeadm",
    ]);
    const both = tested({ only: ["kubelet", "kubectl"], allow_upgrade: true }).task(
      "Install kubelet, kubectl",
    );
    expect(both.notify).toEqual(["Restart the kubelet"]);
  });

  it("tells its versions in the words of kubeadm and kubelet", () => {
    expect(parseRunningVersions("kubeadm v1.33.4\nkubelet Kubernetes v1.33.4-rc.1\n")).toEqual({
      kubeadm: "1.33.4",
      kubelet: "1.33.4-rc.1",
    });
    expect(parseRunningVersions("kubeadm \n")).toEqual({ kubeadm: null, kubelet: null });
  });
});
