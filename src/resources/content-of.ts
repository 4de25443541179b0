import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import type { Content } from "./change.ts";

/** Bytes as text where they are UTF-8 without NUL, so that they can be shown and edited, else as base64. */
export function contentOf(bytes: Buffer): Content {
  if (isUtf8(bytes) && !bytes.includes(0)) return { kind: "text", text: bytes.toString("utf8") };
  return { kind: "base64", base64: bytes.toString("base64") };
}

/** The bytes of content that is at hand. */
export function bytesOf(content: Exclude<Content, { kind: "upload" }>): Buffer {
  return content.kind === "text" ? Buffer.from(content.text) : Buffer.from(content.base64, "base64");
}

/** Lower-case hex, as `sha256sum` prints it. */
export function contentSha256(content: Content): string {
  return content.kind === "upload"
    ? content.sha256
    : createHash("sha256").update(bytesOf(content)).digest("hex");
}
