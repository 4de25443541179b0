import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AdminAccess } from "../../../src/status/admin-access.ts";
import type { TunnelShell } from "../../../src/transport/transport.ts";
import {
  daemonSetObject,
  deploymentObject,
  nodeObject,
  podObject,
} from "../kubernetes/health/api-objects.ts";

/** A CA, the certificate of an API server that is called "kubernetes" alone, and one of an administrator; by openssl. */
export function clusterPki(): AdminAccess & { readonly serverCert: Buffer; readonly serverKey: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), "lab-pki-"));
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...curve,
    "-subj",
    "/CN=kubernetes",
    "-days",
    "1",
    "-keyout",
    "ca.key",
    "-out",
    "ca.crt",
  );
  writeFileSync(join(folder, "san"), "subjectAltName=DNS:kubernetes,DNS:cp1");
  for (const [name, subject] of [
    ["server", "/CN=kube-apiserver"],
    ["admin", "/O=system:masters/CN=kubernetes-admin"],
  ] as const) {
    openssl("req", ...curve, "-subj", subject, "-keyout", `${name}.key`, "-out", `${name}.csr`);
    const ca = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "1", "-extfile", "san"];
    openssl("x509", "-req", "-in", `${name}.csr`, ...ca, "-out", `${name}.crt`);
  }
  const read = (file: string) => readFileSync(join(folder, file));
  const pki = {
    ca: read("ca.crt").toString("base64"),
    certificate: read("admin.crt").toString("base64"),
    key: read("admin.key").toString("base64"),
    serverCert: read("server.crt"),
    serverKey: read("server.key"),
  };
  rmSync(folder, { recursive: true });
  return pki;
}

/** What an API server answers, by path. */
export const apiObjects: Readonly<Record<string, unknown>> = {
  "/version": {
    major: "1",
    minor: "33",
    gitVersion: "v1.33.4",
    gitCommit: "c",
    gitTreeState: "clean",
    buildDate: "2025-08-13T14:21:22Z",
    goVersion: "go1.24.5",
    compiler: "gc",
    platform: "linux/amd64",
  },
  "/api/v1/nodes": list("NodeList", nodeObject("cp1", { isControlPlane: true }), nodeObject("w1")),
  "/api/v1/pods": list("PodList", podObject("kube-system", "kube-proxy-a"), podObject("shop", "web")),
  "/apis/apps/v1/daemonsets": list("DaemonSetList", daemonSetObject("kube-system", "cilium", 2, 2)),
  "/apis/apps/v1/namespaces/kube-system/deployments": list(
    "DeploymentList",
    deploymentObject("coredns", 2, 2),
  ),
};

function list(kind: string, ...items: object[]) {
  return { apiVersion: "v1", kind, metadata: { resourceVersion: "1" }, items };
}

/** An API server on loopback that wants a client's certificate, and notes what it was asked. */
export async function apiServer(pki: ReturnType<typeof clusterPki>, readyz = "ok") {
  const asked: string[] = [];
  const server: Server = createServer(
    { cert: pki.serverCert, key: pki.serverKey, ca: Buffer.from(pki.ca, "base64"), requestCert: true },
    (request, response) => {
      const path = (request.url ?? "").split("?")[0] ?? "";
      asked.push(`${request.method} ${path}`);
      const found = path === "/readyz" ? readyz : apiObjects[path.replace(/(.)\/$/, "$1")];
      response.statusCode = found === undefined ? 404 : readyz === "ok" ? 200 : 500;
      response.setHeader("content-type", typeof found === "string" ? "text/plain" : "application/json");
      response.end(typeof found === "string" ? found : JSON.stringify(found ?? {}));
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, asked };
}

/** The part of a shell that opens streams: to ports of this machine. */
export const localTunnel: Pick<TunnelShell, "connect"> = {
  connect: async (host, port) => {
    const socket = connect(port, host);
    socket.on("error", () => {});
    await once(socket, "connect");
    return socket;
  },
};
