import { createHash } from "node:crypto";
import type { FileState, PathState } from "../../../src/resources/path-state.ts";

const rootOwned = { owner: "root", group: "root", uid: 0, gid: 0 } as const;

/** A file as a probe with `content: "always"` answers. */
export function fileOf(text: string, over: Partial<FileState> = {}): FileState {
  return {
    kind: "file",
    mode: "0644",
    ...rootOwned,
    size: Buffer.byteLength(text),
    sha256: createHash("sha256").update(text).digest("hex"),
    content: { kind: "text", text },
    ...over,
  };
}

/** A directory of root's, 0755. */
export const directory: PathState = { kind: "directory", mode: "0755", ...rootOwned };

/** Nothing, in a directory that exists. */
export const absent: PathState = { kind: "absent", parent: "directory" };

/** A link of root's. */
export function linkTo(target: string): PathState {
  return { kind: "link", target, ...rootOwned };
}
