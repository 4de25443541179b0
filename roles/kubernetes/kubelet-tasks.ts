import { kubeletKubeconfig } from "../../src/kubernetes/paths.ts";
import { pathState } from "../../src/resources/path-probe.ts";
import { serviceModule as service } from "../../src/resources/service.ts";
import { templateModule as template } from "../../src/resources/template.ts";
import { type RoleTask, task } from "../../src/role/role.ts";
import { type SystemFacts, systemFacts } from "../../src/role/system-facts.ts";

/** Name of the handler. */
export const restartKubelet = "Restart the kubelet";

/** Where the drop-in of kubeadm's package looks for KUBELET_EXTRA_ARGS. */
export function argumentsFile({ os }: SystemFacts): string {
  return os.family.includes("debian") ? "/etc/default/kubelet" : "/etc/sysconfig/kubelet";
}

/**
 * The kubelet starts at boot. It is not started here: before kubeadm has written its configuration it would only fail
 * again and again, and kubeadm starts it.
 */
export function kubeletTasks(extraArguments: readonly string[] | undefined): RoleTask[] {
  return [
    ...(extraArguments === undefined ? [] : [writeArguments(extraArguments)]),
    task("Start the kubelet at boot", service, { name: "kubelet", enabled: true, daemon_reload: true }),
  ];
}

function writeArguments(words: readonly string[]): RoleTask {
  return task(
    "Give the kubelet its extra arguments",
    template,
    ({ facts }) => ({
      src: "kubernetes/kubelet-arguments.hbs",
      dest: argumentsFile(facts),
      mode: "0644",
      vars: { arguments: words.join(" ") },
    }),
    { uses: { facts: systemFacts({}) }, notify: restartKubelet },
  );
}

/** A kubelet that runs a node goes on with what has changed; the others are started by kubeadm. */
export function restartTask(): RoleTask {
  return task(
    restartKubelet,
    service,
    { name: "kubelet", state: "restarted" },
    {
      uses: { kubeconfig: pathState({ path: kubeletKubeconfig }) },
      when: ({ kubeconfig }) => kubeconfig.kind === "file",
    },
  );
}
