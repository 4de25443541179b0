import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { stringify } from "yaml";
import type { ApiClient } from "../core/api-client.ts";
import { Exit } from "../core/exit.ts";
import { type Fields, fieldsAt, textAt } from "../core/json.ts";
import { createToken } from "./bootstrap-tokens.ts";
import { pkiFolder } from "./pki.ts";
import type { ClusterSettings } from "./settings.ts";

const system = "/api/v1/namespaces/kube-system";

/** Keeps the ClusterConfiguration, so that joins and upgrades find it. */
export async function uploadClusterConfiguration(api: ApiClient, cluster: ClusterSettings): Promise<void> {
  const apiVersion = cluster.release.minor >= 31 ? "kubeadm.k8s.io/v1beta4" : "kubeadm.k8s.io/v1beta3";
  const document: Fields = {
    apiServer: {},
    certificatesDir: pkiFolder,
    ...cluster.document,
    apiVersion: textAt(cluster.document, "apiVersion") || apiVersion,
    clusterName: cluster.name,
    imageRepository: cluster.images.repository,
    kind: "ClusterConfiguration",
    kubernetesVersion: `v${cluster.release.version}`,
    networking: {
      ...fieldsAt(cluster.document, "networking"),
      dnsDomain: cluster.dnsDomain,
      serviceSubnet: cluster.serviceSubnet,
    },
  };
  await putConfigMap(api, "kubeadm-config", { ClusterConfiguration: asKubeadm(document) });
}

/** Keeps the KubeletConfiguration. */
export async function uploadKubeletConfiguration(api: ApiClient, configuration: Fields): Promise<void> {
  await putConfigMap(api, "kubelet-config", { kubelet: asKubeadm(configuration) });
}

/** Keys in order, items of lists as deep as what they belong to. */
function asKubeadm(document: Fields): string {
  return stringify(document, { lineWidth: 0, indentSeq: false, sortMapEntries: true });
}

export async function putConfigMap(api: ApiClient, name: string, data: Fields): Promise<void> {
  await api.put(`${system}/configmaps`, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "kube-system" },
    data,
  });
}

/** The files that other control planes need, by the name of their key in the Secret. */
function sharedFiles(isStacked: boolean): ReadonlyMap<string, string> {
  return new Map([
    ["ca.crt", "ca.crt"],
    ["ca.key", "ca.key"],
    ["sa.key", "sa.key"],
    ["sa.pub", "sa.pub"],
    ["front-proxy-ca.crt", "front-proxy-ca.crt"],
    ["front-proxy-ca.key", "front-proxy-ca.key"],
    ...(isStacked
      ? ([
          ["etcd-ca.crt", "etcd/ca.crt"],
          ["etcd-ca.key", "etcd/ca.key"],
        ] as const)
      : []),
  ]);
}

/** A new key for uploaded certificates: 32 bytes in hex. */
export function newCertificateKey(): string {
  return randomBytes(32).toString("hex");
}

/** Puts the shared certificates, encrypted, into a Secret that goes with a token of two hours. */
export async function uploadCertificates(
  api: ApiClient,
  key: string,
  cluster: ClusterSettings,
): Promise<void> {
  const files = [...sharedFiles(cluster.externalEtcd === null)];
  const external = fieldsAt({ etcd: cluster.externalEtcd }, "etcd");
  const outside = ["caFile", "certFile", "keyFile"].flatMap((field) => {
    const path = textAt(external, field);
    return path === "" ? [] : [[externalNames[field] ?? field, path] as const];
  });
  const absolute = [...files.map(([name, path]) => [name, `${pkiFolder}/${path}`] as const), ...outside];
  const data = Object.fromEntries(absolute.map(([name, path]) => [name, encrypt(readFileSync(path), key)]));
  const owner = await createToken(api, {
    ttlMs: 7_200_000,
    usages: [],
    groups: [],
    description: "Proxy for managing TTL for the kubeadm-certs secret",
  });
  const secret = await api.get(`${system}/secrets/bootstrap-token-${owner.slice(0, 6)}`);
  const reference = {
    apiVersion: "v1",
    kind: "Secret",
    blockOwnerDeletion: true,
    controller: true,
    name: textAt(secret, "metadata", "name"),
    uid: textAt(secret, "metadata", "uid"),
  };
  await api.put(`${system}/secrets`, {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "kubeadm-certs", namespace: "kube-system", ownerReferences: [reference] },
    data,
  });
}

const externalNames: Readonly<Record<string, string>> = {
  caFile: "external-etcd-ca.crt",
  certFile: "external-etcd.crt",
  keyFile: "external-etcd.key",
};

/** Fetches the shared certificates and writes them; throws Exit where they are gone, or the key is another. */
export async function downloadCertificates(
  api: ApiClient,
  key: string,
  cluster: ClusterSettings,
): Promise<void> {
  const secret = await api.find(`${system}/secrets/kubeadm-certs`);
  if (secret === null) {
    throw new Exit(
      1,
      'error downloading certs: error downloading the secret: Secret "kubeadm-certs" was not found in the "kube-system" Namespace. This Secret might have expired. Please, run `kubeadm init phase upload-certs --upload-certs` on a control plane to generate a new one',
    );
  }
  const files = sharedFiles(cluster.externalEtcd === null);
  const external = Object.entries(externalNames).map(
    ([field, name]) => [name, textAt(cluster.externalEtcd, field)] as const,
  );
  const paths = new Map([
    ...[...files].map(([name, path]) => [name, `${pkiFolder}/${path}`] as const),
    ...external,
  ]);
  for (const [name, value] of Object.entries(fieldsAt(secret, "data"))) {
    const path = paths.get(name);
    if (path === undefined || path === "" || existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, decrypt(String(value), key), { mode: name.endsWith(".key") ? 0o600 : 0o644 });
  }
}

function encrypt(content: Buffer, key: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key, "hex"), nonce);
  const sealed = Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString("base64");
}

function decrypt(sealed: string, key: string): Buffer {
  const bytes = Buffer.from(sealed, "base64");
  try {
    const cipher = createDecipheriv("aes-256-gcm", Buffer.from(key, "hex"), bytes.subarray(0, 12));
    cipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]);
  } catch {
    throw new Exit(
      1,
      "error downloading certs: error decoding secret data with provided key: cipher: message authentication failed",
    );
  }
}
