import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { InputError } from "../errors.ts";
import type { HealthReport } from "./health.ts";
import type { ListenAddress } from "./listen-address.ts";
import type { TickMetrics } from "./tick-metrics.ts";

/** A server that tells how a reconciler is. */
export interface HealthServer {
  /** "http://127.0.0.1:9095" */
  readonly url: string;
  /** Settles once nobody is connected any more; who is, is cut off. */
  close(): Promise<void>;
}

/** Who asks has this long to say what. */
const requestMs = 5_000;

/**
 * Serves `/healthz`, 503 where the reconciler is unhealthy, and `/metrics`. Throws InputError where it cannot listen.
 */
export async function startHealthServer(
  address: ListenAddress,
  report: () => HealthReport,
  metrics: TickMetrics,
): Promise<HealthServer> {
  const server = createServer(
    { requestTimeout: requestMs, headersTimeout: requestMs },
    (request, response) => {
      const path = (request.url ?? "").replace(/\?.*/s, "");
      if (request.method !== "GET" && request.method !== "HEAD") return answer(response, 405, "only GET\n");
      if (path === "/healthz") return answerHealth(response, report());
      if (path !== "/metrics") return answer(response, 404, "there are /healthz and /metrics\n");
      metrics.text().then(
        (text) => answer(response, 200, text, metrics.contentType),
        () => answer(response, 500, "no metrics\n"),
      );
    },
  );
  const { host, port } = address;
  const listening = once(server, "listening");
  server.listen(port, host);
  try {
    await listening;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError({
      message: `cannot listen on ${host}:${port}: ${why}`,
      hint: "name another address with --listen",
    });
  }
  const bound = server.address();
  const boundPort = bound === null || typeof bound === "string" ? port : bound.port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${boundPort}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerHealth(response: ServerResponse, report: HealthReport): void {
  const code = report.status === "unhealthy" ? 503 : 200;
  answer(response, code, `${JSON.stringify(report)}\n`, "application/json");
}

function answer(
  response: ServerResponse,
  code: number,
  body: string,
  type = "text/plain; charset=utf-8",
): void {
  response.writeHead(code, { "content-type": type, "cache-control": "no-store" });
  response.end(body);
}
