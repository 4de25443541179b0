import type { NodeInterface } from "../../role/role-context.ts";
import { expectationsOf } from "./expectations.ts";
import type { KernelLink, KernelState } from "./kernel-state.ts";
import { matchedLinks } from "./matched-links.ts";

/** What the kernel will have once interfaces are configured; a check goes on with it. Pure. */
export function foretoldKernel(interfaces: readonly NodeInterface[], kernel: KernelState): KernelState {
  const matched = matchedLinks(interfaces, kernel);
  const renames = matched.kind === "matched" ? matched.renames : [];
  const named = kernel.links.map((link) => ({
    ...link,
    name: renames.find(({ from }) => from === link.name)?.to ?? link.name,
  }));
  const made = interfaces.filter(
    ({ name, vlan, bond }) => (vlan ?? bond) !== undefined && !named.some((link) => link.name === name),
  );
  return { ...kernel, links: [...named, ...made.map(madeLink)].map((link) => configured(link, interfaces)) };
}

function madeLink({ name, vlan }: NodeInterface): KernelLink {
  const parent = vlan?.link ?? null;
  return { name, mac: "", parent, mtu: 1500, isUp: true, hasCarrier: true, addresses: [], routes: [] };
}

function configured(link: KernelLink, interfaces: readonly NodeInterface[]): KernelLink {
  const wanted = interfaces.find(({ name }) => name === link.name);
  if (!wanted) return link;
  const expected = expectationsOf([wanted]);
  const addresses = expected.flatMap((one) =>
    one.kind === "address" ? [{ address: one.address, spec: one.address, isDynamic: false }] : [],
  );
  const routes = expected.flatMap((one) =>
    one.kind === "route" ? [{ ...one, protocol: "static", spec: `${one.to} via ${one.via}` }] : [],
  );
  return { ...link, isUp: true, mtu: wanted.mtu ?? link.mtu, addresses, routes };
}
