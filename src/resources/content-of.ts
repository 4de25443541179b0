import { isUtf8 } from "node:buffer";
import type { Content } from "./change.ts";

/** Bytes as text where they are UTF-8 without NUL, so that they can be shown and edited, else as base64. */
export function contentOf(bytes: Buffer): Content {
  if (isUtf8(bytes) && !bytes.includes(0)) return { kind: "text", text: bytes.toString("utf8") };
  return { kind: "base64", base64: bytes.toString("base64") };
}
