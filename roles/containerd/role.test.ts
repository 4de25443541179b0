import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { testRole } from "../../src/testing/test-role.ts";
import { contentWritten } from "../../test/unit/roles/content-written.ts";
import { exampleBundle } from "../../test/unit/roles/example-bundle.ts";
import { configVersion, parseContainerdVersion } from "./containerd-version.ts";
import role from "./role.ts";

type Arguments = Parameters<typeof role.tasks>[0]["args"];

const programs = ["containerd", "containerd-shim-runc-v2", "ctr", "runc"];
const bundle = exampleBundle(programs.map((name) => ({ name, version: "2.1.4", kind: "binary" })));
afterAll(() => rmSync(bundle, { recursive: true }));

const releases = {
  2: { major: 1, minor: 6 },
  3: { major: 2, minor: 1 },
  4: { major: 2, minor: 3 },
} as const;

function tested(args: Arguments = {}, version: { major: number; minor: number } | null = releases[3]) {
  return testRole(role, { args, facts: { version } });
}

function configured(args: Arguments, version: { major: number; minor: number } = releases[3]): string {
  return contentWritten(tested(args, version).task("Configure containerd"));
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
    expect(tested({}, null).task("Configure containerd").waitsFor).toBe("containerd is not installed");
  });
});

describe("the configuration", () => {
  it.each([2, 3, 4] as const)("is rendered whole in version %i", async (format) => {
    const args = { kubernetes_version: "1.33.4", restrict_oom_score_adj: true };
    const golden = `golden/config-v${format}.toml`;
    await expect(configured(args, releases[format])).toMatchFileSnapshot(golden);
  });

  it("names the folders of CNI plugins as this version has them", () => {
    expect(configured({}, { major: 2, minor: 0 })).toContain('bin_dir = "/opt/cni/bin"');
    expect(configured({}, { major: 2, minor: 2 })).toContain('bin_dirs = [ "/opt/cni/bin" ]');
  });

  it("names the pause image that is asked for, or that this version of Kubernetes has", () => {
    expect(configured({ kubernetes_version: "1.36.0" })).toContain('"registry.k8s.io/pause:3.10.2"');
    expect(configured({ kubernetes_version: "1.28.0", image_repository: "registry.lab/k8s" })).toContain(
      '"registry.lab/k8s/pause:3.9"',
    );
    expect(configured({ pause_image: "registry.lab/pause:1" })).toContain('sandbox = "registry.lab/pause:1"');
  });

  it("takes any setting of containerd, and takes away what is null", async () => {
    const settings = {
      oom_score: -500,
      debug: { level: "debug" },
      plugins: {
        "io.containerd.cri.v1.runtime": {
          enable_unprivileged_ports: true,
          cni: { conf_dir: null, max_conf_num: 1 },
          containerd: {
            runtimes: {
              runc: { options: { SystemdCgroup: false } },
              kata: { runtime_type: "io.containerd.kata.v2" },
            },
          },
        },
        "io.containerd.cri.v1.images": { max_concurrent_downloads: 10 },
      },
    };
    await expect(configured({ settings })).toMatchFileSnapshot("golden/config-settings.toml");
  });

  it("refuses a setting that TOML has no word for", () => {
    const settings = { plugins: { demo: { list: [null] } } };
    expect(() => configured({ settings })).toThrow("settings.plugins.demo.list[0] is null");
  });

  it("names the mirrors of a registry in their order, with its own server last", async () => {
    const registry_mirrors = {
      "docker.io": [
        { url: "http://10.0.0.1:5000", skip_verify: true },
        { url: "https://mirror.lab/v2", override_path: true },
      ],
    };
    const mirrors = tested({ registry_mirrors }).task("Configure mirrors of docker.io");
    await expect(contentWritten(mirrors)).toMatchFileSnapshot("golden/hosts.toml");
  });
});

describe("where containerd comes from", () => {
  it("is a package, in a version and held where that is asked for", () => {
    const install = tested({ package: "containerd.io", version: "1.7.*", hold: true }).task(
      "Install containerd",
    );
    const state = { manager: "apt", installed: null, residue: false, held: false, candidate: null };
    expect(install.built().plan({ "containerd.io": { ...state, listsAgeSeconds: null } })).toMatchObject({
      changes: [{ summary: "apt: install containerd.io=1.7.*" }, { summary: "apt: hold containerd.io" }],
    });
  });

  it("is a bundle, which brings the programs and lab the unit", async () => {
    const names = tested({ source: "bundle", bundle, version: "2.1.4" }).tasks.map(({ name }) => name);
    expect(names.slice(0, 6)).toEqual([
      ...programs.map((name) => `Put ${name} in place`),
      "Describe containerd's service",
      "Create the configuration directories",
    ]);
    const unit = tested({ source: "bundle", bundle }).task("Describe containerd's service");
    await expect(contentWritten(unit)).toMatchFileSnapshot("golden/containerd.service");
    expect(() => tested({ source: "bundle" })).toThrow('"source: bundle" needs the argument "bundle"');
  });
});
