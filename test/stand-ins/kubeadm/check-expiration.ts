import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { Exit } from "../core/exit.ts";
import type { Fields } from "../core/json.ts";
import { readAccess } from "../core/kubeconfig.ts";
import { print } from "../core/print.ts";
import { releaseOf } from "./join.ts";
import type { Call } from "./kubeadm.ts";
import { kubeconfigSubjects } from "./kubeconfigs.ts";
import { isControlPlane, ownNode } from "./own-node.ts";
import { controlPlaneCertificates, pkiFolder } from "./pki.ts";
import { savedClusterDocuments } from "./saved-cluster.ts";
import { type ClusterSettings, clusterSettings, type NodeSettings } from "./settings.ts";

const day = 86_400;

/** `kubeadm certs check-expiration`. */
export async function checkExpiration(call: Call): Promise<void> {
  refuseWorker();
  const { cluster, node } = await own(call);
  const certificates = [...kubeconfigNames(cluster, node), ...controlPlaneCertificates(cluster, node).keys()]
    .flatMap((name) => described(name, cluster, node))
    .sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
  const authorities = ["ca", ...(cluster.externalEtcd === null ? ["etcd/ca"] : []), "front-proxy-ca"].flatMap(
    (name) => described(name, cluster, node),
  );
  const format = call.flags.text("output") ?? "text";
  if (format === "json") {
    const info = {
      kind: "CertificateExpirationInfo",
      apiVersion: "output.kubeadm.k8s.io/v1alpha3",
      certificates,
      certificateAuthorities: authorities,
    };
    return print(JSON.stringify(info, null, 4));
  }
  if (format !== "text") throw new Exit(1, `output format ${JSON.stringify(format)} is not played`);
  print(
    "CERTIFICATE                EXPIRES                  RESIDUAL TIME   CERTIFICATE AUTHORITY   EXTERNALLY MANAGED",
  );
  for (const one of certificates)
    print(
      `${String(one.name).padEnd(26)} ${one.expirationDate}   ${Math.floor(Number(one.residualTime) / day)}d   ${one.caName ?? ""}   no`,
    );
  print("\nCERTIFICATE AUTHORITY   EXPIRES                  RESIDUAL TIME   EXTERNALLY MANAGED");
  for (const one of authorities)
    print(
      `${String(one.name).padEnd(23)} ${one.expirationDate}   ${Math.floor(Number(one.residualTime) / day)}d   no`,
    );
}

/** The kubeconfigs that are renewed: those that are there, but for the kubelet's, which renews itself. */
function kubeconfigNames(cluster: ClusterSettings, node: NodeSettings): string[] {
  return [...kubeconfigSubjects(cluster, node).keys()].filter(
    (file) => file !== "kubelet.conf" && existsSync(`/etc/kubernetes/${file}`),
  );
}

function described(name: string, cluster: ClusterSettings, node: NodeSettings): Fields[] {
  const isConfig = name.endsWith(".conf");
  const path = isConfig ? `/etc/kubernetes/${name}` : `${pkiFolder}/${name}.crt`;
  if (!existsSync(path)) return [];
  const pem = isConfig ? (readAccess(path).cert ?? "") : readFileSync(path, "utf8");
  const end = new Date(new X509Certificate(pem).validTo);
  const caName = isConfig
    ? "ca"
    : controlPlaneCertificates(cluster, node).get(name)?.authority.replace("/", "-");
  return [
    {
      name: name.replace("/", "-"),
      expirationDate: end.toISOString().replace(".000Z", "Z"),
      residualTime: Math.floor((end.getTime() - Date.now()) / 1000),
      externallyManaged: false,
      ...(caName === undefined ? {} : { caName }),
      missing: false,
    },
  ];
}

async function own({
  version,
}: Call): Promise<{ readonly cluster: ClusterSettings; readonly node: NodeSettings }> {
  const document = (await savedClusterDocuments()).get("ClusterConfiguration") ?? {};
  return { cluster: clusterSettings(document, releaseOf(version)), node: ownNode() };
}

function refuseWorker(): void {
  if (!isControlPlane())
    throw new Exit(
      1,
      "failed to load existing certificates: couldn't load the certificate file ca.crt: open /etc/kubernetes/pki/apiserver.crt: no such file or directory",
    );
}
