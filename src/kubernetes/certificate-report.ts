import { X509Certificate } from "node:crypto";
import { probeOf } from "../resources/probe.ts";
import { kubernetesFolder } from "./paths.ts";

/** A certificate that kubeadm has made, and renews. */
export interface ManagedCertificate {
  /** As `kubeadm certs renew` calls it: "apiserver", "admin.conf". */
  readonly name: string;
  /** Whole days that are left; negative once it has ended. */
  readonly daysLeft: number;
  /** Names and addresses in it. */
  readonly names: readonly string[];
}

/** What kubeadm calls its certificates, and where they are below /etc/kubernetes. */
const files: Readonly<Record<string, string>> = {
  apiserver: "pki/apiserver.crt",
  "apiserver-kubelet-client": "pki/apiserver-kubelet-client.crt",
  "apiserver-etcd-client": "pki/apiserver-etcd-client.crt",
  "front-proxy-client": "pki/front-proxy-client.crt",
  "etcd-server": "pki/etcd/server.crt",
  "etcd-peer": "pki/etcd/peer.crt",
  "etcd-healthcheck-client": "pki/etcd/healthcheck-client.crt",
  "admin.conf": "admin.conf",
  "super-admin.conf": "super-admin.conf",
  "controller-manager.conf": "controller-manager.conf",
  "scheduler.conf": "scheduler.conf",
};

/** The certificates of a control plane, and the host's own time; keys are never read. Cost: some twenty short processes. */
export const managedCertificates = probeOf(
  {
    name: "managed certificates",
    script: () => `echo "now=$(date +%s)"
cd ${kubernetesFolder} 2>/dev/null || exit 0
lab_show() {
  case $2 in
  *.conf) lab_pem=$(sed -n 's/^ *client-certificate-data: *//p' "$2" | head -n 1) ;;
  *) lab_pem=$(base64 <"$2" | tr -d '\\n') ;;
  esac
  echo "$1=$lab_pem"
}
${Object.entries(files)
  .map(([name, file]) => `[ ! -f ${file} ] || lab_show ${name} ${file}`)
  .join("\n")}
`,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const found = parseManagedCertificates(stdout);
      return queries.map(() => found);
    },
  },
  () => "all",
);

/** Reads lines of a name and a certificate. What is no certificate is left out. Pure. */
export function parseManagedCertificates(stdout: string): readonly ManagedCertificate[] {
  const lines = stdout.split("\n").map((line) => line.split(/=(.*)/s));
  const now = Number(lines.find(([name]) => name === "now")?.[1] ?? 0) * 1000;
  return lines.flatMap(([name = "", base64 = ""]) =>
    name === "now" || base64 === "" ? [] : (certificate(name, base64, now) ?? []),
  );
}

function certificate(name: string, base64: string, now: number): ManagedCertificate | null {
  try {
    const read = new X509Certificate(Buffer.from(base64, "base64"));
    const daysLeft = Math.floor((Date.parse(read.validTo) - now) / 86_400_000);
    return { name, daysLeft, names: namesOf(read.subjectAltName ?? "") };
  } catch {
    return null;
  }
}

/** Node says "DNS:cp1, IP Address:10.0.0.1"; long forms of IPv6 addresses are made short. */
function namesOf(subjectAltName: string): string[] {
  return subjectAltName
    .split(", ")
    .filter((entry) => entry !== "")
    .map((entry) => plainAddress(entry.replace(/^(DNS|IP Address):/, "")));
}

/** One text for each address, so that two of them can be compared. */
export function plainAddress(text: string): string {
  if (!text.includes(":")) return text.toLowerCase();
  return URL.canParse(`http://[${text}]`) ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text;
}
