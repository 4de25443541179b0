import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { Exit } from "../core/exit.ts";
import { faultPoint } from "../core/faults.ts";
import { type Fields, fieldsAt, type Json, listAt, textAt } from "../core/json.ts";
import { base64, readAccess } from "../core/kubeconfig.ts";
import { print } from "../core/print.ts";
import { hastyApiBy } from "./api-by.ts";
import { readConfigFile } from "./config-file.ts";
import { readConfigMap, releaseOf } from "./join.ts";
import type { Call } from "./kubeadm.ts";
import { type Certificate, issueClient, makeCertificate, pkiFolder } from "./pki.ts";
import { type ClusterSettings, clusterSettings } from "./settings.ts";

/** What `kubeadm certs renew` takes, in the order of `all`, and how it calls each of them. */
const certificates: Readonly<Record<string, string>> = {
  "admin.conf": "certificate embedded in the kubeconfig file for the admin to use and for kubeadm itself",
  apiserver: "certificate for serving the Kubernetes API",
  "apiserver-etcd-client": "certificate the apiserver uses to access etcd",
  "apiserver-kubelet-client": "certificate for the API server to connect to kubelet",
  "controller-manager.conf": "certificate embedded in the kubeconfig file for the controller manager to use",
  "etcd-healthcheck-client": "certificate for liveness probes to healthcheck etcd",
  "etcd-peer": "certificate for etcd nodes to communicate with each other",
  "etcd-server": "certificate for serving etcd",
  "front-proxy-client": "certificate for the front proxy client",
  "scheduler.conf": "certificate embedded in the kubeconfig file for the scheduler manager to use",
  "super-admin.conf": "certificate embedded in the kubeconfig file for the super-admin",
};

/** Names of single certificates. */
export const renewableNames = Object.keys(certificates);

/** `kubeadm certs renew all`. */
export async function renewAll(call: Call): Promise<void> {
  await renewCertificates(await clusterOf(call));
  print(
    "\nDone renewing certificates. You must restart the kube-apiserver, kube-controller-manager, kube-scheduler and etcd, so that they can use the new certificates.",
  );
}

/** `kubeadm certs renew NAME`. */
export async function renewNamed(call: Call, name: string): Promise<void> {
  await renew(name, await clusterOf(call));
}

/** Makes every certificate of this control plane anew, and those in its kubeconfigs. */
export async function renewCertificates(cluster: ClusterSettings): Promise<void> {
  for (const name of renewableNames) await renew(name, cluster);
}

/** Of the file for --config, else of the cluster, else the defaults: a cluster that does not answer is renewed, too. */
async function clusterOf({ version, flags }: Call): Promise<ClusterSettings> {
  const release = releaseOf(version);
  const path = flags.text("config");
  if (path !== undefined)
    return clusterSettings(readConfigFile(path, release).get("ClusterConfiguration") ?? {}, release);
  print("[renew] Reading configuration from the cluster...");
  try {
    const api = hastyApiBy("admin.conf");
    return clusterSettings(await readConfigMap(api, "kubeadm-config", "ClusterConfiguration"), release);
  } catch {
    print("[renew] Error reading configuration from the Cluster. Falling back to default configuration\n");
    return clusterSettings({}, release);
  }
}

/** The new certificate has the subject, names and usages of the one that is there, and a new key. */
async function renew(name: string, cluster: ClusterSettings): Promise<void> {
  const long = certificates[name] ?? name;
  const authority = authorityOf(name);
  const path = pathOf(name);
  if (!existsSync(path) || (authority === "etcd/ca" && cluster.externalEtcd !== null))
    return print(`MISSING! ${long}`);
  if (!existsSync(`${pkiFolder}/${authority}.key`)) {
    if (authority !== "etcd/ca") return print(`Detected external ${authority}, ${long} can't be renewed`);
    throw new Exit(
      1,
      `failed to load existing certificate authority ${authority}: couldn't load the private key`,
    );
  }
  const isConfig = name.endsWith(".conf");
  const old = certificateOf(isConfig ? (readAccess(path).cert ?? "") : readFileSync(path, "utf8"));
  if (isConfig) await renewKubeconfig(path, old.subject, cluster);
  else {
    const options = { algorithm: cluster.algorithm, renew: true };
    await makeCertificate(path.replace(/\.crt$/, ""), `${pkiFolder}/${authority}`, old, options);
  }
  await faultPoint(
    "kubeadm certs",
    "renew",
    `failed to renew certificate ${name}: unable to write file: no space left on device`,
  );
  print(`${long} renewed`);
}

async function renewKubeconfig(path: string, subject: string, cluster: ClusterSettings): Promise<void> {
  const { cert, key } = await issueClient(subject, cluster.algorithm);
  const user: Fields = { "client-certificate-data": base64(cert), "client-key-data": base64(key) };
  const config: Json = parse(readFileSync(path, "utf8"));
  const users = listAt(config, "users").map((one) => ({ name: textAt(one, "name"), user }));
  writeFileSync(path, stringify({ ...fieldsAt(config), users }, { lineWidth: 0 }), { mode: 0o600 });
}

function pathOf(name: string): string {
  if (name.endsWith(".conf")) return `/etc/kubernetes/${name}`;
  return `${pkiFolder}/${name.replace(/^etcd-/, "etcd/")}.crt`;
}

function authorityOf(name: string): string {
  if (name === "front-proxy-client") return "front-proxy-ca";
  return name.includes("etcd") ? "etcd/ca" : "ca";
}

const usages: Readonly<Record<string, Certificate["usages"][number]>> = {
  "1.3.6.1.5.5.7.3.1": "serverAuth",
  "1.3.6.1.5.5.7.3.2": "clientAuth",
};

function certificateOf(pem: string): Certificate {
  const { subject, subjectAltName = "", keyUsage = [] } = new X509Certificate(pem);
  return {
    subject: subject
      .split("\n")
      .map((part) => `/${part}`)
      .join(""),
    names: subjectAltName
      .split(", ")
      .map((name) => name.replace(/^(DNS|IP Address):/, ""))
      .filter((name) => name !== ""),
    usages: keyUsage.flatMap((oid) => usages[oid] ?? []),
  };
}
