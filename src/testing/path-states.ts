import { createHash } from "node:crypto";
import type { FileState, PathState } from "../resources/path-state.ts";

/** Nothing stands at the path; the directory that it would stand in is there. */
export const nothingThere: PathState = { kind: "absent", parent: "directory" };

/** A file that holds `text`; root's, and readable to everyone, unless `other` says something else. */
export function fileHolding(text: string, other: Partial<FileState> = {}): FileState {
  return {
    kind: "file",
    mode: "0644",
    owner: "root",
    group: "root",
    uid: 0,
    gid: 0,
    size: Buffer.byteLength(text),
    sha256: createHash("sha256").update(text).digest("hex"),
    content: { kind: "text", text },
    ...other,
  };
}
