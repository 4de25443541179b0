import { existsSync } from "node:fs";
import { Exit } from "../core/exit.ts";
import type { FlagSet } from "../core/flags.ts";
import { print } from "../core/print.ts";
import { apiBy } from "./api-by.ts";
import { type Documents, readConfigFile } from "./config-file.ts";
import { documentsOfFlags } from "./flag-documents.ts";
import { releaseOf } from "./join.ts";
import type { Call } from "./kubeadm.ts";
import {
  controlPlaneCertificates,
  makeAuthority,
  makeCertificate,
  makeServiceAccountKey,
  pkiFolder,
} from "./pki.ts";
import { initSettings } from "./settings.ts";
import { kubeletConfiguration } from "./start-kubelet.ts";
import { uploadClusterConfiguration, uploadKubeletConfiguration } from "./uploads.ts";

/** Authorities by the name of their phase, with their path below the folder and their common name. */
const authorities: Readonly<Record<string, readonly [path: string, commonName: string]>> = {
  ca: ["ca", "kubernetes"],
  "front-proxy-ca": ["front-proxy-ca", "front-proxy-ca"],
  "etcd-ca": ["etcd/ca", "etcd-ca"],
};

/** What `kubeadm init phase certs` takes beside `all`. */
export const certificateParts = [
  ...Object.keys(authorities),
  ...["apiserver", "apiserver-kubelet-client", "front-proxy-client"],
  ...["etcd-server", "etcd-peer", "etcd-healthcheck-client", "apiserver-etcd-client", "sa"],
];

/** Flags of one certificate's phase: only the API server's takes what its names come from. */
export function certificatePartFlags(name: string): FlagSet {
  const common = {
    "cert-dir": "text",
    config: "text",
    "dry-run": "flag",
    "kubernetes-version": "text",
  } as const;
  if (name === "sa") return { flags: { "cert-dir": "text", config: "text", "dry-run": "flag" } };
  if (name !== "apiserver") return { flags: common };
  const names = [
    "apiserver-advertise-address",
    "control-plane-endpoint",
    "service-cidr",
    "service-dns-domain",
  ];
  return {
    flags: {
      ...common,
      "apiserver-cert-extra-sans": "list",
      ...Object.fromEntries(names.map((flag) => [flag, "text" as const])),
    },
  };
}

/** `kubeadm init phase certs NAME`: what is there stays, whatever names it holds. The cluster is not asked for anything. */
export async function callCertificatePart(call: Call, name: string): Promise<void> {
  const { node, cluster } = initSettings(documentsOf(call), releaseOf(call.version));
  if (call.flags.isSet("dry-run")) return;
  const authority = authorities[name];
  if (name === "sa") return makeServiceAccountKey();
  if (authority !== undefined) {
    const [path, commonName] = authority;
    if (existsSync(`${pkiFolder}/${path}.crt`))
      return print(`[certs] Using existing ${path} certificate authority`);
    return makeAuthority(`${pkiFolder}/${path}`, commonName, cluster.algorithm);
  }
  const path = name.replace(/^etcd-/, "etcd/");
  const wanted = controlPlaneCertificates(cluster, node).get(path);
  if (wanted === undefined)
    return print(`[certs] External etcd mode: Skipping ${path} certificate generation`);
  if (existsSync(`${pkiFolder}/${path}.crt`))
    return print(`[certs] Using existing ${path} certificate and key on disk`);
  if (!existsSync(`${pkiFolder}/${wanted.authority}.crt`))
    throw new Exit(
      1,
      `error execution phase certs/${name}: couldn't load CA certificate ${wanted.authority}`,
    );
  print(`[certs] Generating "${path}" certificate and key`);
  if (name === "apiserver")
    print(
      `[certs] apiserver serving cert is signed for DNS names and IPs [${wanted.certificate.names?.join(" ")}]`,
    );
  await makeCertificate(`${pkiFolder}/${path}`, `${pkiFolder}/${wanted.authority}`, wanted.certificate, {
    algorithm: cluster.algorithm,
    renew: true,
  });
}

/** Flags of `kubeadm init phase upload-config kubeadm`; the kubelet's part takes one more. */
export const uploadFlags: FlagSet = { flags: { config: "text", "dry-run": "flag", kubeconfig: "text" } };

/** `kubeadm init phase upload-config kubeadm` and `kubelet`. */
export async function callUploadConfig(call: Call, part: "kubeadm" | "kubelet"): Promise<void> {
  const documents = documentsOf(call);
  const { cluster } = initSettings(documents, releaseOf(call.version));
  if (call.flags.isSet("dry-run")) return;
  const api = apiBy("admin.conf");
  print(`[upload-config] Storing the configuration of ${part} in the "kube-system" Namespace`);
  if (part === "kubeadm") return uploadClusterConfiguration(api, cluster);
  const given = documents.get("KubeletConfiguration") ?? {};
  await uploadKubeletConfiguration(api, kubeletConfiguration(cluster, given));
}

function documentsOf({ version, flags }: Call): Documents {
  const path = flags.text("config");
  const release = releaseOf(version);
  return path === undefined ? documentsOfFlags(flags, release) : readConfigFile(path, release);
}
