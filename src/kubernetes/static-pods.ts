import { criSocket, kubernetesFolder } from "./paths.ts";

/** Where manifests of static pods are taken out of the kubelet's sight; on the same file system as their own folder. */
export const stoppedFolder = `${kubernetesFolder}/lab-stopped`;

/** The static pods of a control plane, in the order in which they are started. */
export const controlPlanePods = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
] as const;

const manifests = `${kubernetesFolder}/manifests`;

/** Seconds until the kubelet must have ended a container whose manifest is gone. */
const patienceSeconds = 120;

/**
 * sh that stops the static pods of a control plane: moves their manifests aside, and waits until their containers have
 * ended. Safe to run where some or all are stopped already.
 */
export const stopPodsScript = `mkdir -p ${stoppedFolder} && chmod 0700 ${stoppedFolder} || exit
for lab_pod in ${controlPlanePods.toReversed().join(" ")}; do
  if [ -e "${manifests}/$lab_pod.yaml" ]; then mv -f "${manifests}/$lab_pod.yaml" "${stoppedFolder}/$lab_pod.yaml" || exit; fi
done
lab_running() {
  for lab_pod in ${controlPlanePods.join(" ")}; do
    crictl --runtime-endpoint ${criSocket} ps --name "^$lab_pod\\$" --state Running -q 2>/dev/null
  done
}
lab_left=${patienceSeconds}
while [ -n "$(lab_running)" ]; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    echo "the kubelet does not stop the control plane's pods; is it running?" >&2
    exit 1
  fi
  sleep 1
done
`;

/** sh that lets the kubelet start again what was stopped. It does not wait: members of etcd need each other for that. */
export const startPodsScript = `for lab_pod in ${controlPlanePods.join(" ")}; do
  if [ -e "${stoppedFolder}/$lab_pod.yaml" ]; then mv -f "${stoppedFolder}/$lab_pod.yaml" "${manifests}/$lab_pod.yaml" || exit; fi
done
rmdir ${stoppedFolder} 2>/dev/null || :
`;
