import type { Duplex } from "node:stream";

/**
 * Remembers how the other side begins to speak, for error messages; returns what asks for it. Listens only once
 * somebody else does: the first listener makes a stream flow, and what nobody else reads then would be lost.
 */
export function firstWords(link: Duplex): () => string {
  let heard = "";
  const onListener = (event: string | symbol) => {
    if (event !== "data") return;
    link.off("newListener", onListener);
    link.once("data", (chunk: Buffer) => {
      heard = chunk.toString("latin1");
    });
  };
  link.on("newListener", onListener);
  return () => heard;
}
