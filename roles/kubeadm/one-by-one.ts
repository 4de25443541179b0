import type { RoleCluster } from "../../src/role/role-context.ts";

/** The key by which control planes join one after another: etcd takes one new member at a time. */
export function oneByOne({ name }: RoleCluster): string {
  return `control planes of ${name}`;
}
