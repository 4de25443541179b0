import { type Finding, findingsOf } from "../../kubernetes/health/finding.ts";
import { type ClockReading, certainLead, ownClock } from "./clock-reading.ts";

/** What another host of the cluster said of its clock; null where it could not be asked. */
export interface PeerClock {
  readonly name: string;
  readonly clock: ClockReading | null;
}

/**
 * Whether the clock of a host goes with those of its cluster: certificates and tokens are not valid yet, or no more, where
 * it does not. That all of them differ from this machine's is only told. Pure.
 */
export function checkClock(
  own: ClockReading | null,
  peers: readonly PeerClock[],
  toleranceMs: number,
): Finding[] {
  if (!own) return [];
  const { error, warning } = findingsOf("clock", null);
  const hint = "let a time service set it: chronyc makestep, or timedatectl set-ntp true";
  const apart = peers.flatMap(({ name, clock }) => {
    const lead = clock ? certainLead(own, clock) : 0;
    return Math.abs(lead) > toleranceMs ? [{ name, lead }] : [];
  });
  if (apart.length > 0) {
    const differences = apart.map(({ name, lead }) => `${leadText(lead)} ${name}'s`);
    return [error(`the clock is ${differences.join(", ")}`, hint)];
  }
  const lead = certainLead(own, ownClock);
  if (Math.abs(lead) <= toleranceMs) return [];
  return [warning(`the clock is ${leadText(lead)} this machine's`, hint)];
}

function leadText(leadMs: number): string {
  const seconds = Math.round(Math.abs(leadMs) / 1000);
  return `at least ${seconds} s ${leadMs > 0 ? "ahead of" : "behind"}`;
}
