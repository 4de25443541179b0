import { bundleItem } from "../../src/bundle/bundle-item.ts";
import { bundledBinaryModule as bundledBinary } from "../../src/bundle/bundled-binary.ts";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import { InputError } from "../../src/errors.ts";
import { failModule as fail } from "../../src/resources/fail.ts";
import { packageModule } from "../../src/resources/package.ts";
import { templateModule as template } from "../../src/resources/template.ts";
import { type RoleTask, task } from "../../src/role/role.ts";
import { systemFacts } from "../../src/role/system-facts.ts";
import { configFile, firstStart } from "./paths.ts";

/** Where the software comes from. */
export interface InstallArguments {
  readonly source?: "packages" | "bundle";
  readonly bundle?: string;
  readonly version?: string;
}

const uses = { facts: systemFacts({}) };

/**
 * etcd and its tools, with a unit that counts more than a package's: no package can start an etcd of its own before the
 * configuration is there.
 */
export function installTasks(
  { source, bundle, version }: InstallArguments,
  { cluster, restart }: { readonly cluster: string; readonly restart: string },
): RoleTask[] {
  const unit = task(
    "Describe etcd's service",
    template,
    {
      src: "etcd/etcd.service.hbs",
      dest: "/etc/systemd/system/etcd.service",
      mode: "0644",
      vars: { config: configFile, first_start: firstStart.environment },
    },
    { notify: restart },
  );
  if (source === "bundle") return [unit, ...bundleTasks(bundle, version, restart)];
  return [unit, ...packageTasks(version, cluster)];
}

function packageTasks(version: string | undefined, cluster: string): RoleTask[] {
  const pin = version === undefined ? "" : `=${version}`;
  return [
    task(
      "Refuse a system without packages of etcd",
      fail,
      ({ facts }) => ({
        msg: `lab knows no packages of etcd for ${facts.os.name}: write "source: bundle", and a bundle that has etcd, etcdctl and etcdutl`,
      }),
      { uses, when: ({ facts }) => !facts.os.family.includes("debian") },
    ),
    // A package that changes its version restarts etcd, which only one member may do at a time.
    task(
      "Install etcd",
      packageModule,
      { name: [`etcd-server${pin}`, `etcd-client${pin}`], install_recommends: false },
      pin === "" ? {} : { exclusive: `packages of etcd of ${cluster}` },
    ),
  ];
}

function bundleTasks(bundle: string | undefined, version: string | undefined, restart: string): RoleTask[] {
  if (bundle === undefined) {
    throw new InputError({
      message: '"source: bundle" needs the argument "bundle"',
      hint: "write the path of a bundle: lab bundle create makes one",
    });
  }
  const pinned = version === undefined ? {} : { version };
  return programsOf(bundle).map((name) =>
    task(
      `Put ${name} in place`,
      bundledBinary,
      ({ facts }) => ({ bundle, name, ...pinned, arch: facts.architecture, dest: `/usr/bin/${name}` }),
      { uses, ...(name === "etcd" ? { notify: restart } : {}) },
    ),
  );
}

/** etcdutl is there from 3.5. A bundle that lacks a program for every architecture is told of before any host is asked. */
function programsOf(bundle: string): string[] {
  const isThere = (name: string) =>
    readBundle(bundle).items.some((item) => item.kind === "binary" && item.name === name);
  const needed = ["etcd", "etcdctl"];
  for (const name of needed) if (!isThere(name)) bundleItem(bundle, { kind: "binary", name, arch: "amd64" });
  return isThere("etcdutl") ? [...needed, "etcdutl"] : needed;
}
