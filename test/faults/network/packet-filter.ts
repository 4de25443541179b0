import type { FaultHost } from "../scene/fault-host.ts";

/** What becomes of packets from and to sshd of a host; decided by the packet filter of the host's own network. */
export type Filter = "drop" | "reset" | { readonly lossPercent: number };

/** Sets the filter of a host, out of band. An earlier one is replaced. */
export async function filterPackets(host: FaultHost, filter: Filter): Promise<void> {
  await host.sh(`nft delete table inet faults 2>/dev/null; nft -f - <<'END'
table inet faults {
  chain input { type filter hook input priority 0; tcp dport 22 ${verdict(filter)}; }
  chain output { type filter hook output priority 0; ${filter === "reset" ? "" : `tcp sport 22 ${verdict(filter)};`} }
}
END`);
}

/** Lets everything through again. */
export async function unfilterPackets(host: FaultHost): Promise<void> {
  await host.sh("nft delete table inet faults 2>/dev/null || :");
}

function verdict(filter: Filter): string {
  if (filter === "drop") return "drop";
  if (filter === "reset") return "reject with tcp reset";
  return `numgen random mod 1000 < ${Math.round(filter.lossPercent * 10)} drop`;
}
