import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { type PlayResult, playLab } from "../../run-lab.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";
import { kubernetesRepository, repositoryUrl } from "./packages-repository.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-kubernetes-"));
const playbook = join(folder, "kubernetes.yaml");

const installing = "cp1: Install kubeadm, kubelet, kubectl, cri-tools, kubernetes-cni";

describe("Kubernetes from a signed repository", () => {
  let sandbox: FreshSandbox;
  let check: PlayResult;

  beforeAll(async () => {
    sandbox = await freshHosts(1);
    const { exitCode, stderr } = await host().exec(kubernetesRepository);
    expect(exitCode, stderr).toBe(0);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await sandbox.remove();
  });

  function host(): SandboxHost {
    const [first] = sandbox.hosts;
    if (!first) throw new Error("the sandbox has no host");
    return first;
  }
  const on = async (command: string): Promise<string> => (await host().exec(command)).stdout;

  function play(args: object, ...flags: string[]): Promise<PlayResult> {
    const role = { role: "kubernetes", args: { repository: { url: repositoryUrl }, ...args } };
    writeFileSync(playbook, JSON.stringify([{ name: "Kubernetes", hosts: "all", roles: [role] }]));
    return playLab(playbook, "-i", sandbox.files.clusters, ...flags);
  }

  it("announces in check mode what it then installs and holds", async () => {
    const args = { version: "1.33.3", kubelet_extra_args: ["--v=4"] };
    check = await play(args, "--check");
    const first = await play(args);
    expect(first.exitCode, first.stdout).toBe(0);
    expect(first.changed).toEqual(check.changed);
    expect(first.changed).toContain(installing);
    expect((await play(args)).changed).toEqual([]);
    expect(
      await on(
        "apt-mark showhold; kubelet --version; systemctl is-enabled kubelet; systemctl is-active kubelet",
      ),
    ).toBe("cri-tools\nkubeadm\nkubectl\nkubelet\nkubernetes-cni\nKubernetes v1.33.3\nenabled\ninactive\n");
  });

  it("takes another patch of the minor where the node has not joined, and stays held", async () => {
    const second = await play({ version: "1.33.4" });
    expect(second.changed).toEqual([installing]);
    expect((await play({ version: "1.33.4" })).changed).toEqual([]);
    expect(await on("apt-mark showhold | wc -l; kubeadm version")).toBe("5\nv1.33.4\n");
  });

  it("leaves a node that has joined at its version, unless it is told to do its part of an upgrade", async () => {
    await on(": >/etc/kubernetes/kubelet.conf; systemctl start kubelet");
    const refused = await play({ version: "1.34.2" });
    expect(refused.exitCode).toBe(3);
    expect(refused.changed).toEqual([]);

    const first = { version: "1.34.2", allow_upgrade: true, only: ["kubeadm"] };
    expect((await play(first)).changed).toEqual([
      "cp1: Add the repository of Kubernetes 1.34 to apt",
      "cp1: Install kubeadm",
    ]);
    expect(await on("kubeadm version; kubelet --version")).toBe("v1.34.2\nKubernetes v1.33.4\n");

    const then = { version: "1.34.2", allow_upgrade: true, only: ["kubelet", "kubectl"] };
    expect((await play(then)).changed).toEqual(["cp1: Install kubelet, kubectl", "cp1: Restart the kubelet"]);
    expect((await play({ version: "1.34.2" })).changed).toEqual([]);
  });

  it("puts no source in place whose key is another one's", async () => {
    await on(`rm /etc/kubernetes/kubelet.conf; export GNUPGHOME=$(mktemp -d)
      gpg --batch --passphrase '' --quick-gen-key 'Somebody else' ed25519 sign never
      gpg --armor --export >/srv/kubernetes/v1.33/deb/Release.key`);
    const refused = await play({ version: "1.33.4" });
    expect(refused.exitCode).toBe(3);
    expect(refused.stdout).toContain("NO_PUBKEY");
    expect(await on("grep ^URIs /etc/apt/sources.list.d/kubernetes.sources")).toContain("/v1.34/deb/");
  });
});
