import type { NodeInterface } from "../../role/role-context.ts";
import type { Rename } from "./apply-script.ts";
import type { KernelLink, KernelState } from "./kernel-state.ts";

/** What the kernel's interfaces are to be called, or why that cannot be. */
export type MatchedLinks =
  | { readonly kind: "matched"; readonly renames: readonly Rename[] }
  | { readonly kind: "unmatched"; readonly reason: string };

/** Finds the interfaces of a host that are declared: by hardware address where there is one, else by name. Pure. */
export function matchedLinks(interfaces: readonly NodeInterface[], { links }: KernelState): MatchedLinks {
  const made = new Set(interfaces.flatMap(({ name, vlan, bond }) => (vlan || bond ? [name] : [])));
  const found = links.filter(({ name, parent }) => !made.has(name) && parent === null);
  const renames: Rename[] = [];
  for (const { name, mac, optional } of interfaces) {
    if (made.has(name)) continue;
    const matching = mac === undefined ? byName(name, links) : byMac(name, mac, found);
    const [link] = matching;
    if (!link && !optional) {
      const what =
        mac === undefined ? `interface ${name}` : `interface with the hardware address ${mac} (${name})`;
      return { kind: "unmatched", reason: `there is no ${what}; the host has ${listed(links)}` };
    }
    if (matching.length > 1) {
      const names = matching.map((one) => one.name).join(" and ");
      return {
        kind: "unmatched",
        reason: `${names} have the hardware address ${mac}: leave it out, and name one`,
      };
    }
    if (link && link.name !== name) renames.push({ from: link.name, to: name });
  }
  const taken = renames.find(
    ({ to }) => links.some(({ name }) => name === to) && !renames.some(({ from }) => from === to),
  );
  if (!taken) return { kind: "matched", renames };
  const reason = `${taken.from} is to be called ${taken.to}, which is the name of another interface`;
  return { kind: "unmatched", reason };
}

function byName(name: string, links: readonly KernelLink[]): KernelLink[] {
  return links.filter((link) => link.name === name);
}

/** Bridges borrow the address of a port: the one that has the name already is the one that was meant. */
function byMac(name: string, mac: string, links: readonly KernelLink[]): KernelLink[] {
  const all = links.filter((link) => link.mac === mac.toLowerCase());
  const named = all.filter((link) => link.name === name);
  return named.length > 0 ? named : all;
}

function listed(links: readonly KernelLink[]): string {
  return links.map(({ name, mac }) => (mac === "" ? name : `${name} (${mac})`)).join(", ") || "none";
}
