import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { TLSSocket } from "node:tls";
import { Exit } from "../core/exit.ts";
import { FlagError, type ParsedFlags, parseFlags } from "../core/flags.ts";
import { warn } from "../core/print.ts";
import { startControllers } from "./controllers.ts";
import { EtcdStore, StoreError } from "./etcd-store.ts";
import { apiserverFlags } from "./flags.ts";
import { prepareCluster } from "./prepare-cluster.ts";
import { Routes } from "./routes.ts";
import { Refused, statusObject } from "./status.ts";

/** Plays kube-apiserver, and the loops of kube-controller-manager and kube-scheduler while their manifests are there. */
export async function kubeApiserver(version: string, argv: readonly string[]): Promise<void> {
  const flags = readFlags(argv);
  const required = (name: string): string => {
    const value = flags.text(name);
    if (value === undefined)
      throw new Exit(1, `E run.go:72] "command failed" err="--${name} must be specified"`);
    return value;
  };
  const store = new EtcdStore({
    endpoints: required("etcd-servers").split(","),
    ca: required("etcd-cafile"),
    cert: required("etcd-certfile"),
    key: required("etcd-keyfile"),
  });
  await prepareCluster(store, {
    advertise: required("advertise-address"),
    port: flags.text("secure-port") ?? "6443",
  }).catch((error: unknown) => {
    throw new Exit(
      1,
      `F instance.go:226] Error creating leases: error creating storage factory: context deadline exceeded (${String(error)})`,
    );
  });
  const routes = new Routes(store, { version, serviceRange: required("service-cluster-ip-range") });
  const server = createServer(
    {
      cert: readFileSync(required("tls-cert-file")),
      key: readFileSync(required("tls-private-key-file")),
      ca: readFileSync(required("client-ca-file")),
      requestCert: true,
      rejectUnauthorized: false,
    },
    (request, response) => void answer(routes, request, response),
  );
  server.on("error", (error) => {
    warn(`E run.go:72] "command failed" err="failed to create listener: ${error.message}"`);
    process.exit(1);
  });
  server.listen(Number(flags.text("secure-port") ?? "6443"), flags.text("bind-address") ?? undefined);
  startControllers(store, routes);
  process.on("SIGTERM", () => process.exit(0));
  await new Promise(() => undefined);
}

async function answer(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (!(request.socket instanceof TLSSocket))
      throw new Refused(400, "Client sent an HTTP request to an HTTPS server.");
    await routes.answer(request, request.socket, response);
  } catch (error) {
    if (response.headersSent) return void response.end();
    const refused = refusalOf(error);
    response.writeHead(refused.status, { "content-type": "application/json" });
    response.end(JSON.stringify(statusObject(refused)));
  }
}

function refusalOf(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (error instanceof SyntaxError) return new Refused(400, error.message);
  if (error instanceof StoreError)
    return new Refused(500, `etcdserver: request timed out (${error.message})`);
  warn(String(error instanceof Error ? error.stack : error));
  return new Refused(500, `Internal error occurred: ${String(error)}`);
}

function readFlags(argv: readonly string[]): ParsedFlags {
  try {
    return parseFlags(argv, apiserverFlags);
  } catch (error) {
    if (error instanceof FlagError) throw new Exit(1, `Error: ${error.message}`);
    throw error;
  }
}
