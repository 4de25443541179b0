import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const suffixes = ["yaml", "yml"];

/** A place of an inventory where a variable can be set, for some of the three hosts. */
export interface InventoryLayer {
  /** The file of group_vars/ or host_vars/, or where in clusters.json. */
  readonly place: string;
  readonly hosts: readonly string[];
}

const everyHost = ["cp1", "cp2", "w1"];

/** All layers of the inventory, those that win last; hosts cp1 (the first control plane), cp2 and w1 of one cluster. */
export const inventoryLayers: readonly InventoryLayer[] = [
  { place: "file", hosts: everyHost },
  { place: "cluster", hosts: everyHost },
  ...filesOf("group_vars/all", everyHost),
  ...filesOf("group_vars/control_plane", ["cp1", "cp2"]),
  ...filesOf("group_vars/workers", ["w1"]),
  ...filesOf("group_vars/bootstrap", ["cp1"]),
  ...filesOf("group_vars/lab", everyHost),
  ...filesOf("group_vars/lab_control_plane", ["cp1", "cp2"]),
  ...filesOf("group_vars/lab_workers", ["w1"]),
  ...everyHost.map((host) => ({ place: `node ${host}`, hosts: [host] })),
  ...everyHost.flatMap((host) => filesOf(`host_vars/${host}`, [host])),
];

/** NAME.yaml and NAME.yml come before what stands in the directory NAME. */
function filesOf(base: string, hosts: readonly string[]): InventoryLayer[] {
  const beside = suffixes.map((suffix) => ({ place: `${base}.${suffix}`, hosts }));
  return [...beside, { place: `${base}/a.yaml`, hosts }, { place: `${base}/b.json`, hosts }];
}

/** Writes an inventory in which every one of the places sets the variable `v` to its own name; returns clusters.json. */
export function writeLab(folder: string, places: ReadonlySet<string>): string {
  rmSync(folder, { recursive: true, force: true });
  const vars = (place: string): object => (places.has(place) ? { vars: { v: place } } : {});
  const node = (name: string, role: string) => ({ name, role, ...vars(`node ${name}`) });
  const nodes = [node("w1", "worker"), node("cp1", "master"), node("cp2", "control_plane")];
  const cluster = { name: "lab", pod_cidr: "10.10.0.0/16", service_cidr: "10.96.0.0/16", nodes };
  write(folder, "clusters.json", { ...vars("file"), clusters: [{ ...cluster, ...vars("cluster") }] });
  for (const place of places) if (place.includes("/")) write(folder, place, { v: place });
  return join(folder, "clusters.json");
}

function write(folder: string, name: string, data: object): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(data, null, 2));
}
