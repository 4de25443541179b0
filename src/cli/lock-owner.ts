import { hostname, userInfo } from "node:os";

/** "alice@control (pid 123)": who runs this process, for those who come to a host that it has locked. */
export function lockOwner(): string {
  return `${userName()}@${hostname()} (pid ${process.pid})`;
}

/** A user id may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "?"}`;
  }
}
