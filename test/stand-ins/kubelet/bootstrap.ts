import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiClient } from "../core/api-client.ts";
import { sleep } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { textAt } from "../core/json.ts";
import { type Access, base64, fromBase64, readAccess, renderKubeconfig } from "../core/kubeconfig.ts";
import { openssl } from "../core/openssl.ts";
import { print } from "../core/print.ts";
import type { KubeletSettings } from "./kubelet.ts";

const folder = "/var/lib/kubelet/pki";
const current = `${folder}/kubelet-client-current.pem`;

/** The node's own credentials: those of kubelet.conf, or new ones by TLS bootstrap. Throws Exit where there is neither. */
export async function ensureIdentity(settings: KubeletSettings): Promise<Access> {
  await ensureServing(settings.name);
  if (existsSync(settings.kubeconfig)) {
    const access = readAccess(settings.kubeconfig);
    if (!existsSync(current)) keep(`${access.cert ?? ""}${access.key ?? ""}`);
    return access;
  }
  if (!existsSync(settings.bootstrap)) {
    throw new Exit(
      1,
      `E run.go:72] "command failed" err="failed to run Kubelet: unable to load bootstrap kubeconfig: stat ${settings.bootstrap}: no such file or directory"`,
    );
  }
  return bootstrap(settings);
}

async function bootstrap(settings: KubeletSettings): Promise<Access> {
  const access = readAccess(settings.bootstrap);
  const work = mkdtempSync(join(tmpdir(), "bootstrap-"));
  try {
    const key = join(work, "key");
    const request = await openssl([
      ...["req", "-new", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", key],
      ...["-subj", `/O=system:nodes/CN=system:node:${settings.name}`],
    ]);
    const certificate = await requestCertificate(new ApiClient(access, 10_000), request);
    keep(certificate + readFileSync(key, "utf8"));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const credentials = { "client-certificate": current, "client-key": current };
  const text = renderKubeconfig({
    cluster: "default-cluster",
    user: "default-auth",
    server: access.server,
    ca: access.ca ?? "",
    credentials,
  });
  writeFileSync(settings.kubeconfig, text, { mode: 0o600 });
  print("I bootstrap.go:266] Using kubeconfig: certificate signed by the control plane");
  return readAccess(settings.kubeconfig);
}

async function requestCertificate(api: ApiClient, request: string): Promise<string> {
  const name = `node-csr-${createHash("sha256").update(request).digest("base64url").slice(0, 20).toLowerCase().replace(/_/g, "x")}`;
  const collection = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
  const spec = {
    request: base64(request),
    signerName: "kubernetes.io/kube-apiserver-client-kubelet",
    usages: ["digital signature", "client auth"],
  };
  await api.call("POST", collection, {
    apiVersion: "certificates.k8s.io/v1",
    kind: "CertificateSigningRequest",
    metadata: { name },
    spec,
  });
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const certificate = textAt(await api.get(`${collection}/${name}`), "status", "certificate");
    if (certificate !== "") return fromBase64(certificate);
    await sleep(100);
  }
  throw new Error("timed out waiting for the certificate");
}

function keep(pem: string): void {
  mkdirSync(folder, { recursive: true });
  const dated = `${folder}/kubelet-client-${new Date().toISOString().replace(/[T:]/g, "-").replace(/\..*/, "")}.pem`;
  writeFileSync(dated, pem, { mode: 0o600 });
  if (existsSync(current)) unlinkSync(current);
  symlinkSync(dated, current);
}

async function ensureServing(name: string): Promise<void> {
  if (existsSync(`${folder}/kubelet.crt`)) return;
  mkdirSync(folder, { recursive: true });
  await openssl([
    ...[
      "req",
      "-x509",
      "-nodes",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-days",
      "365",
      "-subj",
      `/CN=${name}@1`,
    ],
    ...[
      "-addext",
      `subjectAltName=DNS:${name}`,
      "-keyout",
      `${folder}/kubelet.key`,
      "-out",
      `${folder}/kubelet.crt`,
    ],
  ]);
}
