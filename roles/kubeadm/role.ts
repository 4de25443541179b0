import { InputError } from "../../src/errors.ts";
import { checkClusterNetworks } from "../../src/kubernetes/config/check-cluster-networks.ts";
import { checkConfigurationArguments } from "../../src/kubernetes/config/check-configuration-arguments.ts";
import { overridesOf } from "../../src/kubernetes/config/configuration-arguments.ts";
import { parseKubernetesVersion } from "../../src/kubernetes/kubernetes-version.ts";
import { defineRole, type RoleTask, task } from "../../src/role/role.ts";
import { schema } from "./arguments.ts";
import { firstTasks } from "./first-tasks.ts";
import { checkKubeVip } from "./kube-vip.ts";
import { kubeVipTasks } from "./kube-vip-tasks.ts";
import { joinArguments, ownFacts, type Subject } from "./node-arguments.ts";
import { refuseSeveralAddresses } from "./node-ip.ts";
import { kubeadmJoinModule as kubeadmJoin } from "./node-module.ts";
import { endpointOf } from "./node-request.ts";
import { oneByOne } from "./one-by-one.ts";

export default defineRole({
  name: "kubeadm",
  summary:
    "Makes a host a node of its cluster: the first control plane by kubeadm init, the others by kubeadm join.",
  schema,
  tasks: (subject) => {
    const { args, host, cluster } = subject;
    if (host.role === "etcd") return [];
    check(subject);
    return [
      ...(args.kube_vip && host.role === "control_plane"
        ? kubeVipTasks(args.kube_vip, endpointOf(args, cluster))
        : []),
      ...(host.name === cluster.bootstrap ? firstTasks(subject) : [joinTask(subject)]),
    ];
  },
});

/** What is wrong in any case is said before the first connection. */
function check({ args, host, cluster }: Subject): void {
  refuseSeveralAddresses(host);
  if (args.kube_vip) checkKubeVip(args.kube_vip, endpointOf(args, cluster));
  const version = args.version === undefined ? null : parseKubernetesVersion(args.version);
  const problems = [
    ...checkConfigurationArguments(args, version),
    ...checkClusterNetworks(cluster, overridesOf(args)),
  ];
  if (problems.length > 0) throw new InputError(problems);
}

function joinTask(subject: Subject): RoleTask {
  const { host, cluster } = subject;
  return task("Join the cluster", kubeadmJoin, (facts) => joinArguments(subject, facts), {
    uses: ownFacts,
    ...(host.role === "control_plane" ? { exclusive: oneByOne(cluster) } : {}),
  });
}
