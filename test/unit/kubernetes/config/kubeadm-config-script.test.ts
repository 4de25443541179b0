import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kubeadmConfig } from "../../../../src/kubernetes/config/kubeadm-config.ts";
import { kubeadmConfigScript } from "../../../../src/kubernetes/config/kubeadm-config-script.ts";
import { exampleCluster, exampleSecrets, joinRequest, release, withSecrets } from "./example-cluster.ts";

const cluster = exampleCluster({ isHa: true, isDual: true });
/** Text that a shell would expand, and a line that looks like a marker of somebody else. */
const kubeletExtraArgs = { a: "$HOME `id` \\n 'x'", b: '"<OTHER>"', c: "LAB" };
const request = { ...joinRequest(cluster, "cp2", release(33)), kubeletExtraArgs };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-kubeadm-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(
  shell: readonly string[],
  path: string,
  variables: Readonly<Record<string, string>>,
): { status: number | null; stderr: string } {
  const assignments = Object.entries(variables).map(([name, value]) => `${name}='${value}'\n`);
  const input = `${assignments.join("")}${kubeadmConfigScript(request, path)}echo written\n`;
  const [program = "sh", ...words] = shell;
  return spawnSync(program, [...words, "-s"], { input, encoding: "utf8" });
}

describe.each([[["dash"]], [["bash"]], [["busybox", "sh"]]])(
  "the script that writes kubeadm's file, in %s,",
  (shell) => {
    it("puts the values of the shell's variables where they belong, for root alone", () => {
      const path = join(folder, "it's kubeadm.yaml");
      writeFileSync(path, "older", { mode: 0o644 });
      expect(run(shell, path, exampleSecrets)).toMatchObject({ status: 0, stderr: "", stdout: "written\n" });
      expect(readFileSync(path, "utf8")).toBe(withSecrets(kubeadmConfig(request)));
      expect(statSync(path).mode & 0o777).toBe(0o600);
    });

    it("ends with an error where a value is missing", () => {
      const { JOIN_TOKEN: _, ...others } = exampleSecrets;
      const { status, stderr } = run(shell, join(folder, "kubeadm.yaml"), others);
      expect(status).not.toBe(0);
      expect(stderr).toContain("JOIN_TOKEN");
    });

    it("ends with an error where the file cannot be written", () => {
      const { status } = run(shell, join(folder, "no folder", "kubeadm.yaml"), exampleSecrets);
      expect(status).not.toBe(0);
    });
  },
);

it("passes shellcheck", () => {
  const script = kubeadmConfigScript(request, "/etc/kubernetes/kubeadm.yaml");
  expect(execFileSync("shellcheck", ["-s", "sh", "-"], { input: script, encoding: "utf8" })).toBe("");
});
