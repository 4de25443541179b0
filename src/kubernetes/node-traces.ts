import { apiGet } from "./api-get.ts";
import { attemptFolder } from "./attempt.ts";
import { kubeletKubeconfig, kubernetesFolder } from "./paths.ts";

/** What kubeadm and the kubelet have left on a host. */
export interface NodeTraces {
  /** Of the paths that only kubeadm or a kubelet that has started makes, those that are there. */
  readonly found: readonly string[];
  /** What lab has begun and not ended. */
  readonly attempt: "init" | "join" | null;
  /** The API server that kubelet.conf names, "https://10.0.0.1:6443"; null where there is none. */
  readonly server: string | null;
  /** Addresses at which the API server of this very host can be asked; none on a worker. */
  readonly own: readonly string[];
  /** etcd is to run there, as a static pod. */
  readonly runsEtcd: boolean;
  /** etcd's data is there. */
  readonly holdsData: boolean;
  /** ActiveState of the kubelet's unit. */
  readonly kubelet: string;
}

/** What the API server said about one Node; `output` is empty where it said nothing. */
export interface ApiAnswer {
  readonly output: string;
  readonly errors: string;
}

/** Seconds that the API server has to answer. */
const patienceSeconds = 10;

/** Of /etc/kubernetes; what an external etcd or an authority of one's own needs there is no trace of a node. */
const configurationTraces = [
  "admin.conf",
  "super-admin.conf",
  "kubelet.conf",
  "bootstrap-kubelet.conf",
  "controller-manager.conf",
  "scheduler.conf",
  "manifests/kube-apiserver.yaml",
  "manifests/kube-controller-manager.yaml",
  "manifests/kube-scheduler.yaml",
  "manifests/etcd.yaml",
  "pki/apiserver.crt",
  "pki/apiserver-kubelet-client.crt",
];
const kubeletTraces = ["config.yaml", "kubeadm-flags.env", "pki/kubelet-client-current.pem"];

/** Paths whose presence says that somebody has begun to make a host a node. */
const traces = [
  ...configurationTraces.map((name) => `${kubernetesFolder}/${name}`),
  ...kubeletTraces.map((name) => `/var/lib/kubelet/${name}`),
];

const manifests = `${kubernetesFolder}/manifests`;
const authority = `${kubernetesFolder}/pki/ca.crt`;

/** sh that prints what is left on the host, then per query what the API server says. */
export function nodeTruthScript(
  queries: readonly { readonly name: string; readonly endpoint: string }[],
): string {
  return `${hostQuestion}${queries.map(apiQuestion).join("")}`;
}

/** An authority that is younger than what lab's attempt said last is of somebody else's doing, after it. */
const hostQuestion = `for lab_path in ${traces.join(" ")}; do
  if [ -e "$lab_path" ] || [ -L "$lab_path" ]; then echo "found=$lab_path"; fi
done
# The certificate of the authority alone is what a worker gets; with its key it may be the user's own.
if [ -e ${authority} ] && [ ! -e ${kubernetesFolder}/pki/ca.key ]; then echo found=${authority}; fi
if [ -r ${attemptFolder}/name ] && [ -z "$(find ${authority} -newer ${attemptFolder}/output 2>/dev/null)" ]; then
  echo "attempt=$(cat ${attemptFolder}/name)"
fi
sed -n 's/^ *server: */server=/p' ${kubeletKubeconfig} 2>/dev/null
sed -n 's/^ *- --advertise-address=/own=/p' ${manifests}/kube-apiserver.yaml 2>/dev/null
lab_data=$(sed -n 's/^ *- --data-dir=//p' ${manifests}/etcd.yaml 2>/dev/null)
if [ -e ${manifests}/etcd.yaml ]; then echo etcd=manifest; fi
if [ -e "\${lab_data:-/var/lib/etcd}/member" ] && ! systemctl is-active --quiet etcd 2>/dev/null; then echo etcd=data; fi
echo "kubelet=$(systemctl is-active kubelet 2>/dev/null)"
`;

function apiQuestion({ name, endpoint }: { readonly name: string; readonly endpoint: string }): string {
  const path = `/api/v1/nodes/${encodeURIComponent(name)}`;
  const get = apiGet(kubeletKubeconfig, { path, endpoint, seconds: patienceSeconds });
  return `echo query
if [ ! -e ${kubeletKubeconfig} ]; then :
elif ! command -v kubectl >/dev/null 2>&1; then echo "err=kubectl is not installed"
else { { ${get} | sed 's/^/out=/'; } 2>&1 1>&3 | sed 's/^/err=/'; } 3>&1; echo
fi
`;
}

/** Reads what the script above prints. Pure. */
export function parseNodeTraces(
  stdout: string,
  count: number,
): { readonly host: NodeTraces; readonly answers: readonly ApiAnswer[] } {
  const [own = "", ...answers] = `${stdout}\n`.split(/^query\n/m);
  return {
    host: nodeTraces(own),
    answers: answers.slice(0, count).map((text) => ({
      output: values(text, "out").join("\n").trim(),
      errors: values(text, "err").join("\n").trim(),
    })),
  };
}

function nodeTraces(text: string): NodeTraces {
  const [attempt] = values(text, "attempt");
  return {
    found: values(text, "found"),
    attempt: attempt === "init" || attempt === "join" ? attempt : null,
    server: values(text, "server")[0]?.replaceAll('"', "") ?? null,
    own: values(text, "own"),
    runsEtcd: values(text, "etcd").includes("manifest"),
    holdsData: values(text, "etcd").includes("data"),
    kubelet: values(text, "kubelet")[0] ?? "",
  };
}

function values(text: string, name: string): string[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith(`${name}=`))
    .map((line) => line.slice(name.length + 1));
}
