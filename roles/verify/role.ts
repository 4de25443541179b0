import { type ClusterAnswer, clusterObjects } from "../../src/kubernetes/health/cluster-objects.ts";
import { type EtcdHealth, etcdHealth } from "../../src/kubernetes/health/etcd-health.ts";
import { type Finding, findingsOf } from "../../src/kubernetes/health/finding.ts";
import { findingsModule as findings } from "../../src/kubernetes/health/findings-module.ts";
import { judgeCluster } from "../../src/kubernetes/health/judge-cluster.ts";
import { judgeComponents } from "../../src/kubernetes/health/judge-components.ts";
import { judgeCertificates, judgeNode } from "../../src/kubernetes/health/judge-node.ts";
import { type NodeSoftware, nodeSoftware } from "../../src/kubernetes/health/node-software.ts";
import { defineRole, task } from "../../src/role/role.ts";

export default defineRole({
  name: "verify",
  summary:
    "Proves that a cluster is as it should be: nodes, components, etcd, network, DNS, versions, certificates.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      certificate_days: {
        type: "integer",
        minimum: 0,
        description: "Days that every certificate must still be good for. Default: 30.",
      },
    },
  },
  tasks: ({ args, host, cluster }) => {
    const members = cluster.nodes.filter(({ role }) => role !== "etcd").map(({ name }) => name);
    const days = args.certificate_days ?? 30;
    const questions = { software: nodeSoftware({}), etcd: etcdHealth({}) };
    const judgeHost = (software: NodeSoftware, etcd: EtcdHealth): Finding[] => [
      ...(host.role === "etcd" ? [] : judgeNode(host.name, software)),
      ...judgeCertificates(host.name, software.certificates, days, Date.now()).map(asError),
      ...judgeEtcd(etcd),
    ];
    if (host.name !== cluster.bootstrap) {
      return [
        task(
          "Check the node",
          findings,
          ({ software, etcd }) => ({ found: own(judgeHost(software, etcd)) }),
          { uses: questions },
        ),
      ];
    }
    return [
      task(
        "Check the node and the cluster",
        findings,
        ({ software, etcd, answer }) => ({
          found: [...own(judgeHost(software, etcd)), ...judge(answer, members)],
          praise: praise(answer),
        }),
        { uses: { ...questions, answer: clusterObjects({}) } },
      ),
    ];
  },
});

/** A host's own findings are told under its name; that need not be said twice. */
function own(found: readonly Finding[]): Finding[] {
  return found.map((finding) => ({ ...finding, node: null }));
}

/** What `lab status` only tells is asked for here. */
function asError(finding: Finding): Finding {
  return { ...finding, severity: "error" };
}

function judgeEtcd(health: EtcdHealth): Finding[] {
  if (health.kind !== "unhealthy") return [];
  const hint = "crictl logs of its container, and journalctl -u kubelet";
  return [findingsOf("etcd", null).error(`etcd is not healthy: ${health.reason}`, hint)];
}

function judge(answer: ClusterAnswer, members: readonly string[]): Finding[] {
  if (answer.kind === "unanswered") {
    const hint = "lab status shows which parts are up";
    return [findingsOf("api", null).error(`the Kubernetes API did not answer: ${answer.reason}`, hint)];
  }
  return [...judgeCluster(answer.objects, members), ...judgeComponents(answer.objects)];
}

function praise(answer: ClusterAnswer): string {
  if (answer.kind === "unanswered") return "";
  const { nodes, pods } = answer.objects;
  return `${nodes.length} nodes are ready, and ${pods.length} pods run`;
}
