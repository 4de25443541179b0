import { type Finding, findingsOf } from "../../kubernetes/health/finding.ts";
import type { HostInterfaces } from "./host-state.ts";
import { interfaceDifference, isSettled } from "./interface-difference.ts";
import { placeInterfaces } from "./place-interfaces.ts";
import type { WantedInterface } from "./wanted-interface.ts";

/** What is wrong with the extra interfaces of a host, one finding for each that is not set up. Pure. */
export function interfaceFindings(
  wanted: readonly WantedInterface[],
  host: HostInterfaces,
  limit: number,
): Finding[] {
  const { error } = findingsOf("multinic", null);
  return placeInterfaces(wanted, host, limit).flatMap((placed, index) => {
    const mac = wanted[index]?.mac ?? "";
    if (placed.kind === "refused") return [error(`${mac}: ${placed.reason}`)];
    const { link, name } = placed;
    const isOwn = host.own.some((file) => file.mac === placed.wanted.mac && file.name === name);
    if (isOwn && isSettled(interfaceDifference(link, placed.wanted, name))) return [];
    const what = link.name === name ? "is not as asked for" : `is not set up as ${name}`;
    return [error(`${mac}: ${link.name} ${what}`)];
  });
}
