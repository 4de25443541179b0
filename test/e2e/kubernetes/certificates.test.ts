import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type KubernetesLab, kubeconfigOf, kubernetesLab } from "./kubernetes-lab.ts";

const nodes = ["prod-cp1", "prod-cp2"] as const;
const renewed = nodes.map((name) => `${name}: Renew the certificates`);
const fetched = "prod-cp1: Keep the kubeconfig of prod here";

describe("the certificates of two control planes", () => {
  let lab: KubernetesLab;
  beforeAll(async () => {
    lab = await kubernetesLab([{ name: "prod", controlPlanes: 2, workers: 0 }], ["1.33.4"]);
    const made = await lab.play("site.yaml");
    expect([made.failures, made.exitCode]).toEqual([[], 0]);
  });
  afterAll(() => lab.remove());

  const onHost = async (name: string, command: string) => (await lab.host(name).exec(command)).stdout.trim();

  /** Serial numbers of all that kubeadm renews, by file; of the API server the one that it serves, too. */
  async function serials(name: string): Promise<readonly string[]> {
    const { address } = lab.host(name);
    const stdout = await onHost(
      name,
      `cd /etc/kubernetes
for file in pki/*.crt pki/etcd/*.crt; do
  case $file in *ca.crt) ;; *) openssl x509 -noout -serial -in "$file" | sed "s|^|$file |" ;; esac
done
for file in admin.conf controller-manager.conf scheduler.conf; do
  sed -n 's/^ *client-certificate-data: *//p' "$file" | base64 -d | openssl x509 -noout -serial | sed "s|^|$file |"
done
openssl s_client -connect ${address}:6443 </dev/null 2>/dev/null | openssl x509 -noout -serial | sed 's|^|served |'`,
    );
    return stdout.split("\n");
  }

  const isServed = (all: readonly string[]): boolean => {
    const serial = (file: string) => all.find((line) => line.startsWith(`${file} `))?.split(" ")[1];
    return serial("served") !== undefined && serial("served") === serial("pki/apiserver.crt");
  };

  /** When a host's stand-in was called with these words: ISO 8601. */
  async function times(name: string, ...words: readonly string[]): Promise<readonly string[]> {
    const calls = await lab.calls(name);
    return calls.filter(({ argv }) => words.every((word) => argv.includes(word))).map(({ time }) => time);
  }

  it("stay as they are where a renewal fails, and the next control plane is not touched", async () => {
    const before = await Promise.all(nodes.map(serials));
    await lab.fail("prod-cp1", { "kubeadm certs": "renew" });
    const play = await lab.play("renew-certificates.yaml", "-e", "force=true");
    await lab.fail("prod-cp1", {});
    expect([play.exitCode, play.changed]).toEqual([3, []]);
    expect(play.stdout).toContain("no space left on device");
    expect(await Promise.all(nodes.map(serials))).toEqual(before);
    expect(await times("prod-cp2", "certs", "renew")).toEqual([]);
  });

  it("are all renewed by force, as a check has announced, and served", async () => {
    const before = await Promise.all(nodes.map(serials));
    const kubeconfig = await kubeconfigOf(lab, "prod");
    const check = await lab.play("renew-certificates.yaml", "-e", "force=true", "--check");
    const play = await lab.play("renew-certificates.yaml", "-e", "force=true");
    expect([play.failures, play.exitCode]).toEqual([[], 0]);
    expect(play.changed).toEqual([fetched, ...renewed]);
    expect(check.changed).toEqual(play.changed);
    const after = await Promise.all(nodes.map(serials));
    expect(after.flat().filter((line) => before.flat().includes(line))).toEqual([]);
    expect(after.map((all) => all.length)).toEqual(before.map((all) => all.length));
    expect(after.map(isServed)).toEqual([true, true]);
    const now = await kubeconfigOf(lab, "prod");
    expect(now).not.toBe(kubeconfig);
    const [, data] = /client-certificate-data: *(\S+)/.exec(now) ?? [];
    expect(await onHost("prod-cp1", "cat /etc/kubernetes/admin.conf")).toContain(data);
  });

  it("were renewed on one control plane after the other, the cluster well between", async () => {
    const [first = ""] = (await times("prod-cp1", "certs", "renew")).slice(-1);
    const well = await times("prod-cp1", "wait", "--for=condition=Ready");
    const [second = ""] = await times("prod-cp2", "certs", "renew");
    expect([first, second]).not.toContain("");
    expect(well.filter((time) => time > first && time < second)).toHaveLength(1);
  });

  it("have days enough the second time", async () => {
    const play = await lab.play("renew-certificates.yaml");
    expect([play.failures, play.exitCode, play.changed]).toEqual([[], 0, []]);
  });

  it("of the API servers are made anew for a name that the inventory gets, and no others", async () => {
    const before = await serials("prod-cp2");
    const file = join(lab.folder, "group_vars/all.json");
    const vars: object = JSON.parse(await readFile(file, "utf8"));
    await writeFile(file, JSON.stringify({ ...vars, cert_sans: ["api.lab.example"] }));
    const check = await lab.play("renew-certificates.yaml", "--check");
    const play = await lab.play("renew-certificates.yaml");
    expect([play.failures, play.exitCode]).toEqual([[], 0]);
    expect([check.changed, play.changed]).toEqual([renewed, renewed]);
    const after = await serials("prod-cp2");
    const others = after.filter((line) => !before.includes(line)).map((line) => line.split(" ")[0]);
    expect(others).toEqual(["pki/apiserver.crt", "served"]);
    for (const name of nodes) {
      const names = await onHost(
        name,
        "openssl x509 -noout -ext subjectAltName -in /etc/kubernetes/pki/apiserver.crt",
      );
      expect(names).toMatch(new RegExp(`DNS:${name}, .*DNS:kubernetes, .*DNS:api\\.lab\\.example`));
    }
    const configuration = await onHost(
      "prod-cp1",
      "kubectl --kubeconfig=/etc/kubernetes/admin.conf -n kube-system get configmap kubeadm-config -o jsonpath='{.data.ClusterConfiguration}'",
    );
    expect(configuration.match(/api\.lab\.example/g)).toHaveLength(1);
    expect((await lab.play("renew-certificates.yaml")).changed).toEqual([]);
  });
});
