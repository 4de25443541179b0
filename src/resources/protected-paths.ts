import { posix } from "node:path";

const topLevel =
  "bin boot dev etc home lib lib32 lib64 libx32 media mnt opt proc root run sbin srv sys tmp usr var".split(
    " ",
  );
const second =
  "etc/ssh usr/bin usr/lib usr/lib64 usr/local usr/sbin usr/share var/cache var/lib var/log var/spool".split(
    " ",
  );

/** Directories without which a host is lost; never removed, whatever a playbook says. */
export const protectedPaths: readonly string[] = ["/", ...[...topLevel, ...second].map((path) => `/${path}`)];

/** Whether `path`, with `..` resolved by name, is one of them. Links are resolved on the host, by the script that removes. */
export function isProtected(path: string): boolean {
  const resolved = posix.normalize(path);
  return protectedPaths.includes(resolved === "/" ? "/" : resolved.replace(/\/$/, ""));
}
