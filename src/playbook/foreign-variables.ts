const howReached = "the inventory says how a host is reached; tasks have no need to know";
const paths = "no text needs it: relative paths begin at the file that names them";
const addresses = "facts.interfaces and facts.default_route hold the addresses";

/** Variables of Ansible that lab has under another name. */
const renamed: Readonly<Record<string, string>> = {
  ansible_architecture: "facts.machine",
  ansible_distribution: "facts.os.id",
  ansible_distribution_release: "facts.os.codename",
  ansible_distribution_version: "facts.os.version",
  ansible_facts: "facts",
  ansible_failed_result: "failed_result",
  ansible_failed_task: "failed_task",
  ansible_host: "node.address",
  ansible_hostname: "facts.hostname",
  ansible_interfaces: "facts.interfaces",
  ansible_kernel: "facts.kernel",
  ansible_memtotal_mb: "facts.memory",
  ansible_nodename: "facts.hostname",
  ansible_os_family: "facts.os.family",
  ansible_play_batch: "play_hosts",
  ansible_play_hosts: "play_hosts",
  ansible_play_hosts_all: "play_hosts",
  ansible_processor_count: "facts.cpus",
  ansible_processor_nproc: "facts.cpus",
  ansible_processor_vcpus: "facts.cpus",
};

/** Variables of Ansible that lab does not have, and why nobody misses them. */
const missing: Readonly<Record<string, string>> = {
  ansible_all_ipv4_addresses: addresses,
  ansible_check_mode:
    "a check plans what would be done: no task needs to know of it; a command that only reads may have check_mode: false",
  ansible_default_ipv4: addresses,
  ansible_loop: "write loop_control: { index_var: index } for the number of the round",
  ansible_port: howReached,
  ansible_ssh_host: howReached,
  ansible_user: howReached,
  failed_result: "it is there in the rescue: of a block",
  failed_task: "it is there in the rescue: of a block",
  inventory_dir: paths,
  item: "it is the entry of a loop, and this task has none",
  omit: "an argument that comes to null was not given: {{default NAME null}}",
  playbook_dir: paths,
  role_path: paths,
};

/** What to write instead of a variable that does not exist here, but does in Ansible or in other places; null of others. */
export function foreignVariable(name: string): string | null {
  const instead = Object.hasOwn(renamed, name) ? renamed[name] : undefined;
  if (instead !== undefined) return `write ${instead}`;
  const reason = Object.hasOwn(missing, name) ? missing[name] : undefined;
  if (reason !== undefined) return reason;
  return name.startsWith("ansible_")
    ? "what lab knows of a host is in facts: facts.hostname, facts.os.id, …"
    : null;
}

/** The same for a key of `hostvars.HOST`, which is written as `whole`. */
export function foreignHostVariable(whole: string, name: string): string | null {
  if (name === "ansible_host" || name === "ansible_ssh_host") return `write ${whole}.node.address`;
  return name.startsWith("ansible_") || name === "facts"
    ? "of another host there are its variables, node and cluster; but no facts"
    : null;
}
