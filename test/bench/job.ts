import { join } from "node:path";

const folder = join(import.meta.dirname, "job");

/** The job that all contenders do, and its size: each of the resources on each of the hosts. */
export const job = {
  hosts: 10,
  resources: 25,
  playbook: join(folder, "playbook.yaml"),
  probes: join(folder, "probes.sh"),
  ansibleSettings: join(folder, "ansible.cfg"),
} as const;
