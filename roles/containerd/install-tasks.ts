import { bundleItem } from "../../src/bundle/bundle-item.ts";
import { bundledBinaryModule as bundledBinary } from "../../src/bundle/bundled-binary.ts";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import { InputError } from "../../src/errors.ts";
import { packageModule } from "../../src/resources/package.ts";
import { templateModule as template } from "../../src/resources/template.ts";
import { type RoleTask, task } from "../../src/role/role.ts";
import { systemFacts } from "../../src/role/system-facts.ts";

interface InstallArguments {
  readonly source?: "packages" | "bundle";
  readonly package?: string;
  readonly version?: string;
  readonly hold?: boolean;
  readonly bundle?: string;
}

/** containerd and what it cannot be without, from the system's packages or from a bundle. */
export function installTasks(args: InstallArguments, restart: string): RoleTask[] {
  if (args.source === "bundle") return bundleTasks(args, restart);
  const { package: name = "containerd", version, hold } = args;
  return [
    task("Install containerd", packageModule, {
      name: version === undefined ? name : `${name}=${version}`,
      install_recommends: false,
      ...(hold === undefined ? {} : { hold }),
    }),
  ];
}

/** Programs as the releases of containerd and runc have them; ctr imports images. */
const programs = ["containerd", "containerd-shim-runc-v2", "ctr", "runc"];

function bundleTasks({ bundle, version }: InstallArguments, restart: string): RoleTask[] {
  if (bundle === undefined) {
    throw new InputError({
      message: '"source: bundle" needs the argument "bundle"',
      hint: "write the path of a bundle: lab bundle create makes one",
    });
  }
  const uses = { facts: systemFacts({}) };
  return [
    ...programs.map((name) => {
      refuseMissing(bundle, name);
      const pinned = version === undefined || name === "runc" ? {} : { version };
      return task(
        `Put ${name} in place`,
        bundledBinary,
        ({ facts }) => ({ bundle, name, ...pinned, arch: facts.architecture, dest: `/usr/bin/${name}` }),
        { uses, notify: restart },
      );
    }),
    task(
      "Describe containerd's service",
      template,
      {
        src: "containerd/containerd.service.hbs",
        dest: "/usr/lib/systemd/system/containerd.service",
        mode: "0644",
      },
      { notify: restart },
    ),
  ];
}

/** A bundle that lacks a program for every architecture is told of before any host is asked for its own. */
function refuseMissing(bundle: string, name: string): void {
  const isThere = readBundle(bundle).items.some((item) => item.kind === "binary" && item.name === name);
  if (!isThere) bundleItem(bundle, { kind: "binary", name, arch: "amd64" });
}
