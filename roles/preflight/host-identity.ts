import { probeOf } from "../../src/resources/probe.ts";

/** What tells a host from others, and is the same on machines that were cloned carelessly. */
export interface HostIdentity {
  readonly hostname: string;
  /** Empty where there is none yet. */
  readonly machineId: string;
  /** Of the hardware, or what pretends to be; empty in a container, which shares that of its machine. */
  readonly productUuid: string;
  /** MAC addresses of interfaces that lead to a wire, or pretend to. */
  readonly macs: readonly string[];
}

/** Interfaces with a `device` are hardware or paravirtual; the one with the default route counts in any case. */
const script = `
echo "hostname=$(uname -n)"
if [ -r /etc/machine-id ]; then read -r lab_id </etc/machine-id && echo "machine_id=$lab_id"; fi
if [ ! -r /run/systemd/container ] && [ ! -e /.dockerenv ] && [ -r /sys/class/dmi/id/product_uuid ]; then
  read -r lab_id </sys/class/dmi/id/product_uuid && echo "product_uuid=$lab_id"
fi
lab_default=$(ip -4 route show default 2>/dev/null | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p' | head -n 1)
for lab_path in /sys/class/net/*; do
  if [ -e "$lab_path/device" ] || [ "\${lab_path##*/}" = "$lab_default" ]; then
    read -r lab_mac <"$lab_path/address" && echo "mac=$lab_mac"
  fi
done
true
`;

/** Asks who a host is. Cost: rides in a frame; four processes. */
export const hostIdentity = probeOf(
  {
    name: "identity",
    script: () => script,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const identity = parseIdentity(stdout);
      return queries.map(() => identity);
    },
  },
  () => "of the host",
);

/** Reads what the script above prints. Pure. */
export function parseIdentity(stdout: string): HostIdentity {
  const all = (key: string): string[] =>
    [...stdout.matchAll(new RegExp(`^${key}=(.+)$`, "gm"))].map(([, value = ""]) =>
      value.trim().toLowerCase(),
    );
  return {
    hostname: all("hostname")[0] ?? "",
    machineId: (all("machine_id")[0] ?? "").replace("uninitialized", ""),
    productUuid: all("product_uuid")[0] ?? "",
    macs: all("mac").filter((mac) => !/^(00:)*00$/.test(mac)),
  };
}
