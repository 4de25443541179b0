import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { subnetOf } from "../apiserver/node-cidrs.ts";
import { openssl } from "../core/openssl.ts";
import type { ClusterSettings, NodeSettings } from "./settings.ts";

/** Where kubeadm keeps certificates. */
export const pkiFolder = "/etc/kubernetes/pki";

/** A certificate to be made. */
export interface Certificate {
  /** Subject as openssl takes it: /O=…/CN=… */
  readonly subject: string;
  readonly names?: readonly string[];
  readonly usages: readonly ("serverAuth" | "clientAuth")[];
}

const keyOptions: Readonly<Record<string, readonly string[]>> = {
  "RSA-2048": ["rsa:2048"],
  "RSA-3072": ["rsa:3072"],
  "RSA-4096": ["rsa:4096"],
  "ECDSA-P256": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
  "ECDSA-P384": ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
};

/** Makes a CA where there is none; `path` without .crt and .key. */
export async function makeAuthority(path: string, name: string, algorithm: string): Promise<void> {
  if (existsSync(`${path}.crt`) && existsSync(`${path}.key`)) return;
  mkdirSync(dirname(path), { recursive: true });
  await openssl([
    ...["req", "-x509", "-nodes", "-newkey", ...keysOf(algorithm), "-subj", `/CN=${name}`, "-days", "3650"],
    ...["-addext", "keyUsage=critical,digitalSignature,keyEncipherment,keyCertSign"],
    ...["-addext", `subjectAltName=DNS:${name}`, "-keyout", `${path}.key`, "-out", `${path}.crt`],
  ]);
}

/** Makes a certificate signed by a CA; an existing one stays unless it is to be renewed. */
export async function makeCertificate(
  path: string,
  authority: string,
  certificate: Certificate,
  options: { readonly algorithm: string; readonly renew?: boolean },
): Promise<void> {
  if (!options.renew && existsSync(`${path}.crt`) && existsSync(`${path}.key`)) return;
  mkdirSync(dirname(path), { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "pki-"));
  try {
    const config = join(folder, "config");
    writeFileSync(config, extensionsOf(certificate));
    await openssl([
      ...["req", "-x509", "-nodes", "-newkey", ...keysOf(options.algorithm), "-config", config],
      ...["-extensions", "own", "-subj", certificate.subject, "-days", "365", "-CA", `${authority}.crt`],
      ...["-CAkey", `${authority}.key`, "-keyout", `${path}.key`, "-out", `${path}.crt`],
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes the key pair that signs service accounts' tokens. */
export async function makeServiceAccountKey(): Promise<void> {
  if (existsSync(`${pkiFolder}/sa.key`)) return;
  await openssl(["genrsa", "-out", `${pkiFolder}/sa.key`, "2048"]);
  await openssl(["rsa", "-in", `${pkiFolder}/sa.key`, "-pubout", "-out", `${pkiFolder}/sa.pub`]);
}

/** A certificate and its key as texts, for a kubeconfig. */
export async function issueClient(
  subject: string,
  algorithm: string,
): Promise<{ readonly cert: string; readonly key: string }> {
  const folder = mkdtempSync(join(tmpdir(), "client-"));
  try {
    const path = join(folder, "client");
    await makeCertificate(path, `${pkiFolder}/ca`, { subject, usages: ["clientAuth"] }, { algorithm });
    return { cert: readFileSync(`${path}.crt`, "utf8"), key: readFileSync(`${path}.key`, "utf8") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The certificates of a control plane by path below the folder; etcd's are left out where it is external. */
export function controlPlaneCertificates(
  cluster: ClusterSettings,
  node: NodeSettings,
): ReadonlyMap<string, { readonly authority: string; readonly certificate: Certificate }> {
  const endpoint = cluster.endpoint.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  const serviceAddress = firstServiceAddress(cluster.serviceSubnet);
  const services = [
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    `kubernetes.default.svc.${cluster.dnsDomain}`,
  ];
  const api = [node.name, ...services, serviceAddress, node.advertise, endpoint, ...cluster.certSans];
  const etcd = [node.name, "localhost", node.advertise, "127.0.0.1", "::1"];
  const both = ["serverAuth", "clientAuth"] as const;
  const stacked = [
    ["etcd/server", "etcd/ca", { subject: `/CN=${node.name}`, names: etcd, usages: both }],
    ["etcd/peer", "etcd/ca", { subject: `/CN=${node.name}`, names: etcd, usages: both }],
    [
      "etcd/healthcheck-client",
      "etcd/ca",
      { subject: "/CN=kube-etcd-healthcheck-client", usages: ["clientAuth"] },
    ],
    [
      "apiserver-etcd-client",
      "etcd/ca",
      { subject: "/CN=kube-apiserver-etcd-client", usages: ["clientAuth"] },
    ],
  ] as const;
  const group = cluster.release.minor >= 29 ? "kubeadm:cluster-admins" : "system:masters";
  const own = [
    ["apiserver", "ca", { subject: "/CN=kube-apiserver", names: api, usages: ["serverAuth"] }],
    [
      "apiserver-kubelet-client",
      "ca",
      { subject: `/O=${group}/CN=kube-apiserver-kubelet-client`, usages: ["clientAuth"] },
    ],
    ["front-proxy-client", "front-proxy-ca", { subject: "/CN=front-proxy-client", usages: ["clientAuth"] }],
  ] as const;
  const all = cluster.externalEtcd === null ? [...own, ...stacked] : own;
  return new Map(all.map(([path, authority, certificate]) => [path, { authority, certificate }]));
}

function firstServiceAddress(subnet: string): string {
  const [first = ""] = subnet.split(",");
  const mask = first.includes(":") ? 128 : 32;
  return (subnetOf(first, mask, 1) ?? "").replace(/\/.*/, "");
}

function keysOf(algorithm: string): readonly string[] {
  return keyOptions[algorithm] ?? ["rsa:2048"];
}

function extensionsOf(certificate: Certificate): string {
  const names = [...new Set(certificate.names ?? [])].filter((name) => name !== "");
  const alternatives = names.map((name) => `${isIP(name) === 0 ? "DNS" : "IP"}:${name}`).join(",");
  return [
    "[req]",
    "distinguished_name=subject",
    "[subject]",
    "[own]",
    "basicConstraints=critical,CA:FALSE",
    "keyUsage=critical,digitalSignature,keyEncipherment",
    `extendedKeyUsage=${certificate.usages.join(",")}`,
    ...(alternatives === "" ? [] : [`subjectAltName=${alternatives}`]),
    "",
  ].join("\n");
}
