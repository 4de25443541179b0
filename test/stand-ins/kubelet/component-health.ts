import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { StaticPods } from "./static-pods.ts";

/** Answers /healthz of the controller manager (10257) and the scheduler (10259) while they run, each on 127.0.0.1. */
export function runComponentHealth(pods: StaticPods): void {
  for (const [name, port] of [
    ["kube-controller-manager", 10_257],
    ["kube-scheduler", 10_259],
  ] as const) {
    let server: ReturnType<typeof createServer> | null = null;
    setInterval(() => {
      const runs = pods.isRunning(name);
      if (runs && server === null) {
        server = createServer({ key: read("key"), cert: read("crt") }, (_, response) => response.end("ok"));
        server.on("error", () => {
          server = null;
        });
        server.listen(port, "127.0.0.1");
      } else if (!runs && server !== null) {
        server.close();
        server.closeAllConnections();
        server = null;
      }
    }, 300);
  }
}

function read(ending: string): Buffer {
  return readFileSync(`/var/lib/kubelet/pki/kubelet.${ending}`);
}
