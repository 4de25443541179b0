import { probeOf } from "../../resources/probe.ts";
import { kubernetesFolder } from "../paths.ts";
import { type NodeCertificate, readCertificate } from "./certificate.ts";

/** A static pod, as its manifest on the node has it. */
export interface StaticPod {
  /** "kube-apiserver" */
  readonly name: string;
  /** "registry.k8s.io/kube-apiserver:v1.33.4" */
  readonly image: string;
  /** Values of the flags that say where it can be asked, by their names. */
  readonly flags: Readonly<Record<string, string>>;
}

/** What a node holds of Kubernetes, and whether it is at work; told by the node alone, without the API. */
export interface NodeSoftware {
  /** "active", "inactive", "failed", "activating"; "unknown" where there is no systemd. */
  readonly kubelet: string;
  /** "v1.33.4"; empty where there is none. */
  readonly kubeletVersion: string;
  readonly containerd: string;
  /** "1.7.27"; empty where there is none. */
  readonly containerdVersion: string;
  /** It has what it needs to speak with an API server. */
  readonly hasJoined: boolean;
  readonly staticPods: readonly StaticPod[];
  readonly certificates: readonly NodeCertificate[];
  /** Plugins that configuration files in /etc/cni/net.d name first: "bridge"; none where the node has no network. */
  readonly networks: readonly string[];
}

const flags = ["secure-port", "listen-metrics-urls"];

const script = `
lab_state() { systemctl is-active "$1" 2>/dev/null || true; }
lab_first() { printf '%s=%s\\n' "$1" "$2"; }
if command -v systemctl >/dev/null 2>&1; then
  lab_first kubelet "$(lab_state kubelet)"
  lab_first containerd "$(lab_state containerd)"
fi
if command -v kubelet >/dev/null 2>&1; then lab_first kubelet-version "$(timeout 5 kubelet --version 2>/dev/null)"; fi
if command -v containerd >/dev/null 2>&1; then lab_first containerd-version "$(timeout 5 containerd --version 2>/dev/null)"; fi
if [ -e ${kubernetesFolder}/kubelet.conf ]; then echo joined=yes; fi
for lab_file in ${kubernetesFolder}/manifests/*.yaml; do
  if [ -f "$lab_file" ]; then
    lab_name=\${lab_file##*/}
    printf 'pod=%s %s %s\\n' "\${lab_name%.yaml}" "$(sed -n 's/^ *image: *//p' "$lab_file" | head -n 1)" \\
      "$(sed -nE 's/^ *- *--(${flags.join("|")})=/\\1=/p' "$lab_file" | tr '\\n' ' ')"
  fi
done
for lab_file in /etc/cni/net.d/*.conf /etc/cni/net.d/*.conflist; do
  if [ -f "$lab_file" ]; then
    lab_first network "$(sed -n 's/.*"type" *: *"\\([^"]*\\)".*/\\1/p' "$lab_file" | head -n 1)"
  fi
done
for lab_file in pki/*.crt pki/etcd/*.crt; do
  if [ -f "${kubernetesFolder}/$lab_file" ]; then
    lab_first certificate "$lab_file"
    sed -n '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p' "${kubernetesFolder}/$lab_file"
  fi
done
lab_file=/var/lib/kubelet/pki/kubelet-client-current.pem
if [ -f "$lab_file" ]; then
  echo certificate=kubelet.conf
  sed -n '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p' "$lab_file"
fi
for lab_file in admin.conf super-admin.conf controller-manager.conf scheduler.conf; do
  if [ -f "${kubernetesFolder}/$lab_file" ]; then
    lab_first encoded "$lab_file $(sed -n 's/^ *client-certificate-data: *//p' "${kubernetesFolder}/$lab_file" | head -n 1)"
  fi
done
`;

/** Asks what a node holds of Kubernetes. Keys are never read. Cost: rides in a frame; some thirty processes, at most 10 s. */
export const nodeSoftware = probeOf(
  {
    name: "kubernetes software",
    script: () => script,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const software = parseNodeSoftware(stdout);
      return queries.map(() => software);
    },
  },
  () => "of the node",
);

/** Reads what the script above prints. Pure. */
export function parseNodeSoftware(stdout: string): NodeSoftware {
  const values = new Map<string, string[]>();
  for (const line of stdout.split("\n")) {
    const [, key, value = ""] = /^([a-z-]+)=(.*)$/.exec(line) ?? [];
    if (key !== undefined) values.set(key, [...(values.get(key) ?? []), value]);
  }
  const one = (key: string): string => values.get(key)?.[0] ?? "";
  return {
    kubelet: one("kubelet") || "unknown",
    kubeletVersion: /v\d+\.\d+\.\d+\S*/.exec(one("kubelet-version"))?.[0] ?? "",
    containerd: one("containerd") || "unknown",
    containerdVersion: /^\S+ \S+ v?(\d+\.\d+\.\d+\S*)/.exec(one("containerd-version"))?.[1] ?? "",
    hasJoined: one("joined") === "yes",
    staticPods: (values.get("pod") ?? []).map(staticPod),
    certificates: [...plainCertificates(stdout), ...encodedCertificates(values.get("encoded") ?? [])],
    networks: values.get("network") ?? [],
  };
}

function staticPod(line: string): StaticPod {
  const [name = "", image = "", ...words] = line.split(" ");
  const pairs = words.flatMap((word) => {
    const [, flag, value] = /^([a-z-]+)=(.*)$/.exec(word) ?? [];
    return flag === undefined || value === undefined ? [] : [[flag, value] as const];
  });
  return { name, image, flags: Object.fromEntries(pairs) };
}

function plainCertificates(stdout: string): NodeCertificate[] {
  const blocks = stdout.matchAll(
    /^certificate=(.*)\n(-----BEGIN CERTIFICATE-----\n[\s\S]*?-----END CERTIFICATE-----)/gm,
  );
  return [...blocks].flatMap(([, name = "", pem = ""]) => readCertificate(name, pem) ?? []);
}

/** In kubeconfig files certificates are base64 of PEM. */
function encodedCertificates(lines: readonly string[]): NodeCertificate[] {
  return lines.flatMap((line) => {
    const [name = "", base64 = ""] = line.split(" ");
    return readCertificate(name, Buffer.from(base64, "base64").toString("utf8")) ?? [];
  });
}
