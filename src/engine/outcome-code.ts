import { exitCode } from "../errors.ts";
import type { HostRecap } from "./event.ts";

/** The exit code of lab for what hosts came to: a failure weighs more than a host that could not be reached. */
export function outcomeCode(recap: readonly HostRecap[]): number {
  const isFailed = ({ failure }: HostRecap): boolean => failure !== null && failure.kind !== "unreachable";
  if (recap.some(isFailed)) return exitCode.hostsFailed;
  if (recap.some((host) => host.unreachable > 0)) return exitCode.hostsUnreachable;
  return exitCode.ok;
}
