import type { Finding } from "../health/finding.ts";

/** Checks by what kubeadm calls them, as `ignore_preflight_errors` names them. */
const ofKubeadm: Readonly<Record<string, readonly string[]>> = {
  numcpu: ["cpu"],
  mem: ["memory"],
  swap: ["swap"],
  hostname: ["hostname"],
  systemverification: ["os", "kernel", "cgroup"],
};

/** Which findings count, and as what. */
export interface Leniency {
  /** Checks whose findings are left out. */
  readonly skip: readonly string[];
  /** Checks whose errors are only told. */
  readonly warn: readonly string[];
  /** As kubeadm takes them: NumCPU, Mem, Port-6443, all. */
  readonly ignored: readonly string[];
}

/** Leaves out what is to be skipped, and softens what is only to be told. Pure. */
export function settleFindings(found: readonly Finding[], { skip, warn, ignored }: Leniency): Finding[] {
  const names = ignored.map((name) => name.toLowerCase());
  const soft = new Set([...warn, ...names.flatMap((name) => ofKubeadm[name] ?? [])]);
  const isIgnored = ({ check, message }: Finding): boolean =>
    names.includes("all") ||
    soft.has(check) ||
    (check === "ports" && names.some((name) => name === `port-${/\d+/.exec(message)?.[0]}`));
  return found
    .filter(({ check }) => !skip.includes(check))
    .map((finding) => (isIgnored(finding) ? { ...finding, severity: "warning" } : finding));
}
