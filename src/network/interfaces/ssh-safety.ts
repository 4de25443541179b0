import type { NodeInterface } from "../../role/role-context.ts";
import type { Rename } from "./apply-script.ts";
import { expectationsOf } from "./expectations.ts";
import type { KernelState } from "./kernel-state.ts";

/** What a change to interfaces does to the one that this connection uses. */
export interface SshQuestion {
  /** The host's end of the connection; null where there is none. */
  readonly sshAddress: string | null;
  readonly interfaces: readonly NodeInterface[];
  /** Names of interfaces whose files are removed. */
  readonly released: readonly string[];
  readonly renames: readonly Rename[];
  readonly kernel: KernelState;
}

/** Why the address that the connection uses would be lost; null where it stays, or is not touched. Pure. */
export function lostSshAddress({
  sshAddress,
  interfaces,
  released,
  renames,
  kernel,
}: SshQuestion): string | null {
  const isIt = (text: string): boolean => text.split("/")[0] === sshAddress;
  const link = kernel.links.find(({ addresses }) => addresses.some(({ address }) => isIt(address)));
  if (sshAddress === null || !link) return null;
  const name = renames.find(({ from }) => from === link.name)?.to ?? link.name;
  const wanted = interfaces.find((one) => one.name === name);
  if (!wanted && !released.includes(name)) return null;
  if (expectationsOf(interfaces).some((one) => one.kind === "address" && isIt(one.address))) return null;
  const asksForIt = sshAddress.includes(":") ? wanted?.dhcp6 : wanted?.dhcp4;
  if (asksForIt && link.addresses.some(({ address, isDynamic }) => isIt(address) && isDynamic)) return null;
  const how = wanted ? `the interface ${name} would get others` : `nothing would describe ${name} any more`;
  return `this connection uses the address ${sshAddress}, and ${how}: declare it, or set "move_ssh: true" where this is meant`;
}
