import { bundledBinaryModule as bundledBinary } from "../../src/bundle/bundled-binary.ts";
import { aptRepositoryModule as aptRepository } from "../../src/resources/apt-repository.ts";
import { packageModule } from "../../src/resources/package.ts";
import { type RoleTask, task } from "../../src/role/role.ts";
import { systemFacts } from "../../src/role/system-facts.ts";
import type { CiliumSettings } from "./settings.ts";

/** Helm, and Cilium's own program where it is asked for, from the bundle. */
export function bundledTools(bundle: string, { cli }: CiliumSettings): RoleTask[] {
  const names = cli ? ["helm", "cilium"] : ["helm"];
  return names.map((name) =>
    task(
      `Put ${name} in place`,
      bundledBinary,
      ({ facts }) => ({ bundle, name, arch: facts.architecture, dest: `/usr/local/bin/${name}` }),
      { uses: { facts: systemFacts({}) } },
    ),
  );
}

/** Helm from a repository for apt, where one is named; otherwise it has to be there. */
export function packagedHelm({ helm_repository: repository }: CiliumSettings): RoleTask[] {
  if (repository === undefined) return [];
  return [
    task("Add Helm's repository to apt", aptRepository, {
      name: "helm",
      uris: repository.url,
      suites: repository.suite ?? "all",
      components: repository.components ?? "main",
      signed_by: repository.key,
    }),
    task("Install Helm", packageModule, { name: "helm", install_recommends: false }),
  ];
}
