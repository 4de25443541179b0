import { type Finding, findingsOf } from "../../src/kubernetes/health/finding.ts";
import type { HostCondition } from "../../src/kubernetes/preflight/host-condition.ts";
import type { NodeRole } from "../../src/role/role-context.ts";
import type { SystemFacts } from "../../src/role/system-facts.ts";

/** What a host must have at least. */
export interface Limits {
  readonly cpus: number;
  /** MiB. */
  readonly memory: number;
  /** MiB, free. */
  readonly disk: number;
}

/** What kubeadm asks for, and room for a few images. */
export function usualLimits(role: NodeRole): Limits {
  return role === "control_plane"
    ? { cpus: 2, memory: 1700, disk: 2048 }
    : { cpus: 1, memory: 512, disk: 2048 };
}

/** Whether a host is large and new enough to be a node. Pure. */
export function checkSystem(facts: SystemFacts, condition: HostCondition, limits: Limits): Finding[] {
  return [
    ...checkOs(facts),
    ...checkKernel(facts.kernel),
    ...checkSize(facts, limits),
    ...checkDisk(condition.disk, limits),
    ...checkCgroups(condition.cgroup),
    ...checkSwap(condition.swaps),
  ];
}

/** Oldest releases that still get updates, by os-release's ID. */
const oldest: Readonly<Record<string, number>> = {
  debian: 11,
  ubuntu: 20.04,
  rhel: 8,
  centos: 9,
  rocky: 8,
  almalinux: 8,
};
const families = ["debian", "rhel", "fedora", "suse"];

function checkOs({ os, architecture, systemd }: SystemFacts): Finding[] {
  const { error, warning } = findingsOf("os", null);
  const isKnown = os.family.some((name) => families.some((family) => name.includes(family)));
  const needed = oldest[os.id];
  const isOld = needed !== undefined && Number.parseFloat(os.version) < needed;
  return [
    ...(systemd
      ? []
      : [error("systemd is not PID 1", "the kubelet is started by systemd, and its cgroups are")]),
    ...(isKnown
      ? []
      : [
          warning(
            `nobody has tried lab on ${os.name}`,
            "Debian, Ubuntu, Rocky, Fedora and SUSE are known to work",
          ),
        ]),
    ...(isOld ? [warning(`${os.name} is older than ${os.id} ${needed}`, "upgrade the distribution")] : []),
    ...(architecture === "amd64" || architecture === "arm64"
      ? []
      : [error(`there is no kubelet for ${architecture}`, "Kubernetes is released for amd64 and arm64")]),
  ];
}

/** From 4.19 on the kernel has what kubeadm and the networks need; older ones are not supported upstream any more. */
const oldestKernel = [4, 19] as const;

function checkKernel(release: string): Finding[] {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(release) ?? [];
  if (major === undefined) return [];
  const isOld = Number(major) - oldestKernel[0] || Number(minor) - oldestKernel[1];
  if (isOld >= 0) return [];
  const message = `the kernel ${release} is older than ${oldestKernel.join(".")}`;
  return [findingsOf("kernel", null).error(message, "install a newer kernel, and boot it")];
}

function checkSize({ cpus, memory }: SystemFacts, limits: Limits): Finding[] {
  const few = `${cpus} CPU${cpus === 1 ? "" : "s"}, and needs ${limits.cpus}`;
  const little = `${memory} MiB of memory, and needs ${limits.memory}`;
  const hint = "give the machine more, or lower the limit: ";
  return [
    ...(cpus < limits.cpus ? [findingsOf("cpu", null).error(`has ${few}`, `${hint}min_cpus`)] : []),
    ...(memory < limits.memory
      ? [findingsOf("memory", null).error(`has ${little}`, `${hint}min_memory`)]
      : []),
  ];
}

/** Below 15 % free the kubelet throws images away, below 10 % pods (its default eviction thresholds). */
function checkDisk(disk: HostCondition["disk"], limits: Limits): Finding[] {
  if (!disk) return [];
  const { error, warning } = findingsOf("disk", null);
  const free = `/var/lib has ${disk.freeMiB} MiB free`;
  if (disk.freeMiB < limits.disk) {
    return [error(`${free}, and needs ${limits.disk}`, "make room, or lower the limit: min_disk")];
  }
  if (disk.freeShare >= 0.15) return [];
  const share = `${Math.floor(disk.freeShare * 100)} %`;
  return [warning(`${free}, ${share} of it: the kubelet will evict images or pods`, "make room")];
}

const neededControllers = ["cpu", "cpuset", "memory", "pids"];

function checkCgroups({ version, controllers }: HostCondition["cgroup"]): Finding[] {
  const { error, warning } = findingsOf("cgroup", null);
  const missing = neededControllers.filter((name) => !controllers.includes(name));
  const old = warning(
    "cgroups are version 1, which Kubernetes only maintains",
    "boot with systemd.unified_cgroup_hierarchy=1; from 1.35 on a kubelet needs failCgroupV1: false there",
  );
  return [
    ...(missing.length > 0
      ? [
          error(
            `the kernel has switched off the cgroup controllers ${missing.join(", ")}`,
            "boot with cgroup_enable=memory cgroup_memory=1, or what is missing",
          ),
        ]
      : []),
    ...(version === 1 ? [old] : []),
  ];
}

function checkSwap(swaps: readonly string[]): Finding[] {
  if (swaps.length === 0) return [];
  return [findingsOf("swap", null).warning(`swaps to ${swaps.join(", ")}`, "the role base switches it off")];
}
