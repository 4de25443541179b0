import { attemptFolder } from "../../src/kubernetes/attempt.ts";
import { deleteDepartedNodes } from "../../src/kubernetes/departed-node.ts";
import { kubectl } from "../../src/kubernetes/kubectl.ts";
import { kubeletKubeconfig, kubernetesFolder } from "../../src/kubernetes/paths.ts";
import { resetScript } from "../../src/kubernetes/reset-script.ts";
import { markDeparted } from "./endpoint-script.ts";

/** Namespaces whose pods come with a cluster and its pod network. */
const ownNamespaces = [
  "kube-system",
  "kube-public",
  "kube-node-lease",
  "kube-flannel",
  "calico-system",
  "calico-apiserver",
  "tigera-operator",
  "cilium-secrets",
];

/** Rounds of about a second that the other nodes have to leave. */
const patienceSeconds = 45;

const nothingToDo = `[ -e ${kubeletKubeconfig} ] || [ -d ${attemptFolder} ] || exit 0
`;

/** What held /etc/kubernetes before can be taken back then; a reset leaves the folder, which may be somebody else's. */
const removeEmptied = `rmdir ${kubernetesFolder}/pki/etcd ${kubernetesFolder}/pki 2>/dev/null || :
`;

/** sh that takes a join back: the Node is marked, so that the next token deletes it, and the host reset. */
export function undoJoin(name: string, endpoint: string): string {
  return `${nothingToDo}${markDeparted(name, endpoint)} || :
${resetScript()}${removeEmptied}`;
}

/** sh that takes an init back, unless the cluster has other nodes, which do not leave, or runs somebody's pods by now. */
export function undoInit(name: string): string {
  const nodes = kubectl(["get", "nodes", "-o", "jsonpath={.items[*].metadata.name}"]);
  const namespaces = kubectl(["get", "pods", "-A", "-o", "jsonpath={.items[*].metadata.namespace}"]);
  return `${nothingToDo}lab_unknown() {
  echo "the API server does not answer, so it is not known who uses the cluster; it stays" >&2
  exit 1
}
lab_other_node() {
  lab_nodes=$(${nodes}) || return 1
  for lab_node in $lab_nodes; do [ "$lab_node" = '${name}' ] || { echo "$lab_node"; return 0; }; done
}
if [ ! -d ${attemptFolder} ]; then
  # The others may be on their way out, in the same rollback.
  lab_left=${patienceSeconds}
  while
    ${deleteDepartedNodes.trim()}
    lab_other=$(lab_other_node) || lab_unknown
    [ -n "$lab_other" ] && [ "$lab_left" -gt 0 ]
  do
    lab_left=$((lab_left - 1))
    sleep 1
  done
  if [ -n "$lab_other" ]; then
    echo "the cluster has other nodes by now, such as $lab_other; it stays" >&2
    exit 1
  fi
  lab_namespaces=$(${namespaces}) || lab_unknown
  for lab_namespace in $lab_namespaces; do
    case $lab_namespace in ${ownNamespaces.join(" | ")}) ;;
      *) echo "pods of somebody run in the cluster, in namespace $lab_namespace; it stays" >&2; exit 1 ;;
    esac
  done
fi
${resetScript()}${removeEmptied}`;
}
