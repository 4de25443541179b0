import { type Parts, partsOf } from "./answer-parts.ts";
import type { FirewallState, LoadedRules } from "./firewall-state.ts";
import { parseFirewalld } from "./firewalld-state.ts";
import { parseNftChains } from "./nft-chain.ts";
import { parseSshAccess } from "./ssh-access.ts";
import { parseUfw } from "./ufw-state.ts";

/** Reads what the probe's script prints. Pure. */
export function parseFirewallState(stdout: string): FirewallState {
  const parts = partsOf(stdout);
  const nft = parts.get("nftables");
  const iptables = parts.get("iptables");
  return {
    ssh: parseSshAccess(parts.get("ssh") ?? []),
    ufw: parseUfw(parts),
    firewalld: parseFirewalld(parts),
    nftables: nft ? { chains: parseNftChains(nft), own: loaded(parts, "nftables") } : null,
    iptables: iptables ? { input: iptables, own: loaded(parts, "iptables") } : null,
    record: recordOf(parts.get("record")?.[0]),
  };
}

function loaded(parts: Parts, kind: string): LoadedRules {
  return { lines: parts.get(`${kind} own`) ?? [], sha256: firstWord(parts.get(`${kind} sum`)?.[0]) };
}

/** Two lines of sha256sum in one: "HASH  - HASH  -". */
function recordOf(line: string | undefined): FirewallState["record"] {
  const [script = "", , rules = ""] = line?.split(/ +/) ?? [];
  return line === undefined ? null : { script, rules };
}

function firstWord(line = ""): string {
  return line.split(" ")[0] ?? "";
}
