import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generatedPlaybook } from "./generated-playbook.ts";

/** How much a generated project asks for. */
export interface Size {
  readonly hosts: number;
  /** Entries of its only play: tasks, those within blocks included, and roles. */
  readonly tasks: number;
}

/** A project on disk. */
export interface GeneratedLab {
  readonly inventory: string;
  readonly playbook: string;
}

/** Hosts per cluster: one in ten is a control plane. */
const clusterSize = 50;

/** Writes an inventory with variables in all its layers, a playbook and its template into an empty folder. */
export async function writeGeneratedLab(folder: string, size: Size): Promise<GeneratedLab> {
  const clusters = Array.from({ length: Math.ceil(size.hosts / clusterSize) }, (_, index) => index);
  const files = new Map<string, unknown>([
    ["clusters.json", { ssh_user: "admin", clusters: clusters.map((index) => cluster(index, size.hosts)) }],
    ["group_vars/all.yaml", everywhere],
    ["group_vars/workers.yaml", { kind: "worker", reserved_memory: 512 }],
    ["group_vars/control_plane.yaml", { kind: "control plane", reserved_memory: 1024 }],
    ...clusters.map((index): [string, unknown] => [
      `group_vars/c${index}.yaml`,
      { domain: `c${index}.example.org`, registry: "registry.{{ domain }}" },
    ]),
    ...Array.from({ length: Math.ceil(size.hosts / 5) }, (_, index): [string, unknown] => [
      `host_vars/${hostName(index * 5)}.yaml`,
      { listen_port: 8000 + index, extra_mounts: ["/srv/a", "/srv/b"] },
    ]),
  ]);
  await mkdir(join(folder, "group_vars"), { recursive: true });
  await mkdir(join(folder, "host_vars"));
  await mkdir(join(folder, "templates"));
  for (const [name, data] of files) await writeFile(join(folder, name), JSON.stringify(data, null, 2));
  await writeFile(join(folder, "templates/service.conf.hbs"), template);
  await writeFile(join(folder, "site.yaml"), generatedPlaybook(size.tasks));
  return { inventory: join(folder, "clusters.json"), playbook: join(folder, "site.yaml") };
}

function hostName(index: number): string {
  return `n${index}`;
}

function cluster(index: number, hosts: number): object {
  const first = index * clusterSize;
  const nodes = Array.from({ length: Math.min(clusterSize, hosts - first) }, (_, offset) => ({
    name: hostName(first + offset),
    role: offset % 10 === 0 ? "control_plane" : "worker",
    host: `10.${200 + Math.floor(index / 250)}.${index % 250}.${offset + 1}`,
    labels: { rack: `r${offset % 8}` },
    vars: { rack: offset % 8, serial_number: `sn-${first + offset}` },
  }));
  return {
    name: `c${index}`,
    pod_cidr: `10.${index}.0.0/17`,
    service_cidr: `10.${index}.128.0/17`,
    vars: { contact: `team-${index % 4}@example.org` },
    nodes,
  };
}

const everywhere = {
  listen_port: 8080,
  extra_mounts: [],
  log_level: "info",
  base_path: "/opt/lab",
  data_path: "{{ base_path }}/data",
  greeting: "{{ inventory_hostname }} in rack {{ rack }}",
};

const template = `# {{ greeting }}
host = {{ inventory_hostname }}
cluster = {{ cluster.name }}
listen = {{ listen_port }}
registry = {{ registry }}
{{#each extra_mounts}}
mount = {{ this }}
{{/each}}
{{#if (eq log_level "debug")}}
verbose = yes
{{/if}}
`;
