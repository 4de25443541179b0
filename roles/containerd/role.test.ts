import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isNotYet } from "../../src/playbook/role-host-tasks.ts";
import { parseTemplate } from "../../src/playbook/template.ts";
import type { RoleTask } from "../../src/role/role.ts";
import { configVersion, parseContainerdVersion } from "./containerd-version.ts";
import role from "./role.ts";

const node = {
  name: "w1",
  role: "worker",
  address: "10.0.0.2",
  addresses: ["10.0.0.2"],
  candidates: [],
  labels: {},
  taints: [],
} as const;
const cluster = {
  name: "dev",
  podCidr: "10.20.0.0/16",
  serviceCidr: "10.97.0.0/16",
  nodeNetworks: [],
  endpoint: "10.0.0.2:6443",
  bootstrap: "w1",
  nodes: [node],
};
const templates = join(import.meta.dirname, "../../templates");

function tasks(args: Parameters<typeof role.tasks>[0]["args"]): RoleTask[] {
  return role.tasks({ args, host: node, cluster }).filter((step) => typeof step !== "string");
}

function rendered(
  name: string,
  args: Parameters<typeof tasks>[0],
  facts: Record<string, unknown> = {},
): string {
  const found = tasks(args).find((task) => task.name === name);
  if (!found) throw new Error(`there is no task "${name}"`);
  const { src, vars } = found.args(facts) as { src: string; vars: Record<string, unknown> };
  return String(parseTemplate(readFileSync(join(templates, src), "utf8")).render(vars));
}

describe("the version of containerd", () => {
  it.each([
    ["containerd github.com/containerd/containerd 1.6.20~ds1 1.6.20~ds1-1+deb12u1\n", 2],
    ["containerd containerd.io 1.7.27 05044ec0a9a75232cad458027ca83437aae3f4da\n", 2],
    ["containerd github.com/containerd/containerd/v2 v2.1.4 75cb2b7193e4e490e9fbdc236c0e811ccaba3376\n", 3],
    ["containerd github.com/containerd/containerd/v2 v2.3.0 0000000000000000000000000000000000000000\n", 4],
  ])("decides the version of its configuration: %s", (printed, expected) => {
    const version = parseContainerdVersion(printed);
    expect(version && configVersion(version)).toBe(expected);
  });

  it("is unknown where nothing is installed, and the configuration then waits", () => {
    expect(parseContainerdVersion("")).toBeNull();
    const configure = tasks({}).find((task) => task.name === "Configure containerd");
    expect(isNotYet(configure?.args({ version: null }))).toBe(true);
  });
});

describe("the configuration", () => {
  it.each([
    [2, { major: 1, minor: 6 }],
    [3, { major: 2, minor: 1 }],
    [4, { major: 2, minor: 3 }],
  ])("is rendered whole in version %i", async (format, version) => {
    const args = { pause_image: "registry.lab/pause:3.9", restrict_oom_score_adj: true };
    const golden = join(import.meta.dirname, `golden/config-v${format}.toml`);
    await expect(rendered("Configure containerd", args, { version })).toMatchFileSnapshot(golden);
  });

  it("names the mirrors of a registry in their order, with its own server last", async () => {
    const registry_mirrors = {
      "docker.io": [
        { url: "http://10.0.0.1:5000", skip_verify: true },
        { url: "https://mirror.lab/v2", override_path: true },
      ],
    };
    const golden = join(import.meta.dirname, "golden/hosts.toml");
    await expect(rendered("Configure mirrors of docker.io", { registry_mirrors })).toMatchFileSnapshot(
      golden,
    );
  });
});
