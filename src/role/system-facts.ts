import { InternalError } from "../errors.ts";
import { probeOf } from "../resources/probe.ts";
import type { SystemFacts } from "./facts-schema.ts";

export type { SystemFacts };

const script = `
printf 'hostname=%s\\n' "$(uname -n)"
printf 'kernel=%s\\n' "$(uname -r)"
printf 'machine=%s\\n' "$(uname -m)"
printf 'cpus=%s\\n' "$(grep -c '^processor' /proc/cpuinfo)"
while read -r lab_key lab_value lab_unit; do
  case $lab_key in MemTotal:) printf 'memory=%s\\n' "$lab_value"; break;; esac
done </proc/meminfo
[ -d /run/systemd/system ] && echo systemd=1
if [ -r /run/systemd/container ]; then read -r lab_value </run/systemd/container; printf 'container=%s\\n' "$lab_value"
elif [ -e /.dockerenv ]; then echo container=docker; fi
while IFS= read -r lab_line || [ -n "$lab_line" ]; do printf 'os.%s\\n' "$lab_line"; done </etc/os-release
ip -o link show 2>/dev/null | while IFS= read -r lab_line; do printf 'link=%s\\n' "$lab_line"; done
ip -o addr show 2>/dev/null | while IFS= read -r lab_line; do printf 'addr=%s\\n' "$lab_line"; done
ip -4 route show default 2>/dev/null | while IFS= read -r lab_line; do printf 'route=%s\\n' "$lab_line"; done
`;

/** The facts of a host. Cost: rides in the first frame; about ten processes on the host. */
export const systemFacts = probeOf(
  {
    name: "facts",
    script: () => script,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const facts = parseSystemFacts(stdout);
      return queries.map(() => facts);
    },
  },
  () => "system",
);

/** Reads what the script above prints. Throws InternalError on anything else. */
export function parseSystemFacts(stdout: string): SystemFacts {
  const values = new Map<string, string[]>();
  for (const line of stdout.split("\n")) {
    const at = line.indexOf("=");
    if (at > 0) values.set(line.slice(0, at), [...(values.get(line.slice(0, at)) ?? []), line.slice(at + 1)]);
  }
  const one = (key: string): string => values.get(key)?.[0] ?? "";
  if (one("machine") === "") throw new InternalError("the facts script printed no machine name");
  const os = (key: string): string => one(`os.${key}`).replace(/^(["'])(.*)\1$/, "$2");
  const interfaces = parseInterfaces(values.get("link") ?? [], values.get("addr") ?? []);
  return {
    hostname: one("hostname"),
    os: {
      id: os("ID"),
      version: os("VERSION_ID"),
      codename: os("VERSION_CODENAME"),
      family: [os("ID"), ...os("ID_LIKE").split(" ")].filter((id) => id !== ""),
      name: os("PRETTY_NAME"),
    },
    kernel: one("kernel"),
    machine: one("machine"),
    architecture: architectures[one("machine")] ?? one("machine"),
    cpus: Number(one("cpus")),
    memory: Math.floor(Number(one("memory")) / 1024),
    systemd: one("systemd") === "1",
    container: one("container"),
    interfaces,
    default_route: parseRoute(one("route"), interfaces),
  };
}

const architectures: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  aarch64: "arm64",
  armv7l: "armhf",
};

/** Lines of `ip -o link` and `ip -o addr` (iproute2). */
function parseInterfaces(links: readonly string[], addresses: readonly string[]): SystemFacts["interfaces"] {
  const interfaces: Record<string, { mac: string; addresses: string[] }> = {};
  for (const line of links) {
    const [, name] = /^\d+:\s+([^:@\s]+)/.exec(line) ?? [];
    const [, mac = ""] = /link\/\w+\s+([0-9a-f:]+)/.exec(line) ?? [];
    if (name && name !== "lo") interfaces[name] = { mac, addresses: [] };
  }
  for (const line of addresses) {
    const [, name = "", address = ""] = /^\d+:\s+(\S+)\s+inet6?\s+(\S+)/.exec(line) ?? [];
    interfaces[name]?.addresses.push(address);
  }
  return interfaces;
}

function parseRoute(line: string, interfaces: SystemFacts["interfaces"]): SystemFacts["default_route"] {
  const [, name = ""] = /\bdev (\S+)/.exec(line) ?? [];
  const [, gateway = ""] = /\bvia (\S+)/.exec(line) ?? [];
  const [, source] = /\bsrc (\S+)/.exec(line) ?? [];
  const ipv4 = interfaces[name]?.addresses.find((address) => !address.includes(":"));
  return { interface: name, gateway, address: source ?? ipv4?.split("/")[0] ?? "" };
}
