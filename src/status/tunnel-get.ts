import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";
import { type ConnectionOptions, connect } from "node:tls";

/** What an HTTP server said. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** Bytes of an answer that are read; metrics of etcd are some hundred thousand. */
const bodyLimit = 8 * 1024 * 1024;

/**
 * Puts a GET over a stream, which is used up: in TLS with `tls`, in the clear without. Cost: one round trip, two more for
 * TLS. Throws what the network, TLS or the signal says.
 */
export async function tunnelGet(
  stream: Duplex,
  path: string,
  tls: ConnectionOptions | null,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  // Without an agent: that would open a connection of its own.
  const options = {
    path,
    headers: { host: "localhost", connection: "close" },
    signal,
  } as const;
  try {
    return await new Promise<HttpAnswer>((resolve, reject) => {
      const onAnswer = (answer: IncomingMessage): void => {
        readText(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), reject);
      };
      const request = tls
        ? httpsRequest({ ...options, createConnection: () => connect({ ...tls, socket: stream }) }, onAnswer)
        : httpRequest({ ...options, createConnection: () => stream }, onAnswer);
      request.on("error", reject);
      request.end();
    });
  } finally {
    stream.destroy();
  }
}

async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > bodyLimit) throw new Error(`the answer is larger than ${bodyLimit / 1024 / 1024} MiB`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
