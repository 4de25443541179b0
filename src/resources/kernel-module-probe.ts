import { type Probe, type ProbeKind, probeOf } from "./probe.ts";
import { shQuote } from "./sh-quote.ts";

/** Whether the running kernel has a feature that may come as a module, and whether modules can be loaded at all. */
export interface KernelModuleState {
  /** "builtin" cannot be unloaded; some built-in modules show as "loaded". */
  readonly presence: "loaded" | "builtin" | "absent";
  /** The kernel can load modules (/proc/modules). */
  readonly loadable: boolean;
  /** The host has `modprobe`. */
  readonly modprobe: boolean;
}

/** A question about one kernel module; its name with `_` for `-`. */
export interface KernelModuleQuery {
  readonly name: string;
}

/** Kernel modules, loaded or built in. All questions of a frame share one `uname` and one `grep`. */
export const kernelModuleProbe: ProbeKind<KernelModuleQuery, KernelModuleState> = {
  name: "module",
  script,
  parse,
};

/** Asks for one module; `-` and `_` are the same in its name. */
export function kernelModuleState(name: string): Probe<KernelModuleState> {
  return ask({ name: name.replaceAll("-", "_") });
}

const ask = probeOf(kernelModuleProbe, (query) => query.name);

/** Built-in features that leave no trace but these: neither a directory in /sys/module nor a file system. */
const traces: Readonly<Record<string, string>> = {
  br_netfilter: "/proc/sys/net/bridge",
  nf_conntrack: "/proc/sys/net/netfilter/nf_conntrack_max",
  ip_vs: "/proc/sys/net/ipv4/vs",
  ip_tables: "/proc/net/ip_tables_names",
  ip6_tables: "/proc/net/ip6_tables_names",
  tun: "/sys/class/misc/tun",
};

function script(queries: readonly KernelModuleQuery[]): string {
  const names = [...new Set(queries.map((query) => query.name))];
  const pattern = names.map((name) => name.replaceAll("_", "[-_]")).join("|");
  const checks = names.map((name) => {
    const trace = traces[name];
    const traced = trace === undefined ? [] : [`elif [ -e ${trace} ]; then echo builtin ${shQuote(name)}`];
    return [
      `if [ -d ${shQuote(`/sys/module/${name}`)} ]; then echo loaded ${shQuote(name)}`,
      ...traced,
      "fi",
    ];
  });
  return [
    "if [ -e /proc/modules ]; then echo loadable; fi",
    "if command -v modprobe >/dev/null; then echo modprobe; fi",
    ...checks.flat(),
    `grep -hsE ${shQuote(`(/|[[:space:]])(${pattern})(\\.ko)?$`)} "/lib/modules/$(uname -r)/modules.builtin" /proc/filesystems`,
    ":",
    "",
  ].join("\n");
}

function parse(stdout: string, queries: readonly KernelModuleQuery[]): KernelModuleState[] {
  const lines = stdout.split("\n");
  const named = new Set(lines.map((line) => /([^/\s]+?)(\.ko)?$/.exec(line)?.[1]?.replaceAll("-", "_")));
  const loadable = lines.includes("loadable");
  const modprobe = lines.includes("modprobe");
  return queries.map(({ name }) => {
    const loaded = lines.includes(`loaded ${name}`);
    return { presence: loaded ? "loaded" : named.has(name) ? "builtin" : "absent", loadable, modprobe };
  });
}
