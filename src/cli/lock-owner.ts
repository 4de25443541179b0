import { hostname, userInfo } from "node:os";

/** "alice@control (pid 123)": who runs this process, for those who come to a host that it has locked. */
export function lockOwner(): string {
  return `${userName()}@${hostname()} (pid ${process.pid})`;
}

/**
 * Whether the lab that calls itself so has ended: it ran on this machine, and its process is gone. A host needs a moment
 * to notice that.
 */
export function hasEnded(owner: string): boolean {
  const [, machine, pid] = /@(\S+) \(pid (\d+)\)$/.exec(owner) ?? [];
  if (machine !== hostname() || pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/** A user id may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "?"}`;
  }
}
