import type { Content } from "./change.ts";
import { hereDocument } from "./here-document.ts";

/**
 * sh that writes `content` to the word `to`, byte for byte, from a quoted here-document, or exits with 1 (disk full).
 * What a here-document cannot hold exactly (no final line end, NUL) goes as base64.
 */
export function payload(content: Exclude<Content, { kind: "upload" }>, to: string): string {
  if (content.kind === "text" && content.text === "") return `: >${to} || exit 1`;
  if (content.kind === "text" && content.text.endsWith("\n") && !content.text.includes("\0")) {
    return `{ cat ${hereDocument(content.text)}\n} >${to} || exit 1`;
  }
  const base64 = content.kind === "text" ? Buffer.from(content.text).toString("base64") : content.base64;
  return `{ base64 -d ${hereDocument(base64.replace(/.{1,76}/g, "$&\n"))}\n} >${to} || exit 1`;
}
