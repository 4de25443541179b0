import { InputError } from "../errors.ts";

/**
 * A path as it is compared and sent: without `//`, `/./` and a trailing slash; `..` stays, because it means something
 * else behind a link. Throws InputError on a relative path and on line breaks, which no line-wise tool reports safely.
 */
export function normalPath(path: string): `/${string}` {
  if (isNormal.test(path)) return `/${path.slice(1)}`;
  if (!path.startsWith("/"))
    throw new InputError({ message: `${JSON.stringify(path)} is not an absolute path` });
  if (/[\n\0]/.test(path)) {
    throw new InputError({ message: `${JSON.stringify(path)} is not a path: it holds a line break or NUL` });
  }
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return `/${parts.join("/")}`;
}

/** Most paths are: names without a line break, none of them empty or ".". */
const isNormal = /^(?:\/(?!\.(?:\/|$))[^/\n\0]+)+$/;

/** The directory that holds a normal path; "/" for itself. */
export function parentPath(path: string): `/${string}` {
  return `/${path.slice(1, Math.max(1, path.lastIndexOf("/")))}`;
}
