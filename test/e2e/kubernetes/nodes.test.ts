import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type KubernetesLab, kubernetesLab } from "./kubernetes-lab.ts";

const kubectl = "kubectl --kubeconfig=/etc/kubernetes/admin.conf";

/** Pods that only worker 1 may run, and of which none may be missing. */
const guarded = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: default }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      nodeSelector: { kubernetes.io/hostname: prod-w1 }
      containers: [{ name: web, image: "registry.k8s.io/pause:3.10" }]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: default }
spec: { maxUnavailable: 0, selector: { matchLabels: { app: web } } }
`;

/** Files of a join that never came to its end. */
const half = `mkdir -p /etc/kubernetes/pki /var/lib/kubelet
echo nobody >/etc/kubernetes/pki/ca.crt
echo 'kind: KubeletConfiguration' >/var/lib/kubelet/config.yaml`;

/** A kubelet.conf of the same API server, by an authority that is not that of its cluster. */
const foreign = (server: string) => `mkdir -p /etc/kubernetes
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=kubernetes -days 30 -keyout /dev/null -out /tmp/other.crt 2>/dev/null
cat >/etc/kubernetes/kubelet.conf <<E
apiVersion: v1
kind: Config
clusters: [{ name: other, cluster: { server: "${server}", certificate-authority-data: "$(base64 -w0 /tmp/other.crt)" } }]
contexts: [{ name: other, context: { cluster: other, user: other } }]
users: [{ name: other, user: {} }]
current-context: other
E`;

/** What a pod network leaves behind, which the stand-ins do not make. */
const traces =
  "ip link add cni0 type bridge && iptables -N KUBE-SERVICES && iptables -A INPUT -j KUBE-SERVICES";

const left = `ls /etc/kubernetes/kubelet.conf /var/lib/kubelet/config.yaml /etc/cni/net.d/10-lab-bridge.conflist 2>/dev/null
ip -o link show cni0 2>/dev/null
iptables-save | grep KUBE-
ip -4 route show proto 76
systemctl is-active kubelet | grep -x active`;

describe("a cluster of one control plane and two workers", () => {
  let lab: KubernetesLab;
  beforeAll(async () => {
    lab = await kubernetesLab([{ name: "prod", controlPlanes: 1, workers: 3 }], ["1.33.4"]);
    await lab.listWithout(["prod-w3"]);
    const made = await lab.play("site.yaml");
    expect([made.exitCode, made.stderr]).toEqual([0, ""]);
  });
  afterAll(() => lab.remove());

  const on = async (name: string, command: string) => (await lab.host(name).exec(command)).stdout;
  const nodes = async () => {
    const path = `{range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status} {.spec.unschedulable}{"\\n"}{end}`;
    const stdout = await on("prod-cp1", `${kubectl} get nodes -o jsonpath='${path}'`);
    return stdout.split("\n").flatMap((line) => (line === "" ? [] : [line.trim()]));
  };
  const checkedPlay = async (...args: readonly string[]) => {
    const check = await lab.play(...args, "--check");
    expect([check.failures, check.exitCode]).toEqual([[], 0]);
    const play = await lab.play(...args);
    expect([play.failures, play.exitCode, play.changed]).toEqual([[], 0, check.changed]);
    return play;
  };

  it("takes in a node, half a node even, and changes the others no more than they need", async () => {
    await lab.host("prod-w3").exec(half);
    await lab.listWithout([]);
    const { changed } = await checkedPlay("add-node.yaml", "-e", "node=prod-w3");
    expect(changed).toContain("prod-w3: Join the cluster");
    expect(await on("prod-w3", "ls /var/log/lab")).toContain("kubeadm-");
    expect(changed.filter((task) => !task.startsWith("prod-w3: "))).toEqual(
      ["prod-cp1", "prod-w1", "prod-w2"].flatMap((name) => [
        `${name}: Keep routes and rules for the next boot`,
        `${name}: Name the cluster's nodes in /etc/hosts`,
        `${name}: Set the routes to the pods of other nodes`,
      ]),
    );
    expect(await nodes()).toContain("prod-w3 True");
    const again = await lab.play("add-node.yaml", "-e", "node=prod-w3");
    expect([again.exitCode, again.changed]).toEqual([0, []]);
  });

  it("keeps a node whose pods may not go, which takes new ones again", async () => {
    await lab.host("prod-cp1").exec(`${kubectl} apply -f - <<'E'\n${guarded}E`);
    const running = `until [ "$(${kubectl} get pods -l app=web -o jsonpath='{.items[*].status.phase}')" = "Running Running" ]; do sleep 1; done`;
    const { exitCode } = await lab
      .host("prod-cp1")
      .exec(`timeout 60 sh -c '${running.replaceAll("'", `'\\''`)}'`);
    expect(exitCode).toBe(0);
    const play = await lab.play("remove-node.yaml", "-e", "node=prod-w1", "-e", "drain_timeout=5");
    expect([play.exitCode, play.changed]).toEqual([3, []]);
    expect(play.stdout).toMatch(/disruption budget/);
    expect(play.stdout).toContain("the pods did not leave prod-w1, which takes new ones again");
    expect(await nodes()).toContain("prod-w1 True");
  });

  it("lets a node go, and its host is as before", async () => {
    await lab.host("prod-cp1").exec(`${kubectl} delete pdb web`);
    await lab.host("prod-w1").exec(traces);
    expect(await on("prod-w1", left)).toContain("KUBE-SERVICES");
    const { changed } = await checkedPlay("remove-node.yaml", "-e", "node=prod-w1");
    expect(changed).toEqual([
      "prod-cp1: Clean prod-w1",
      "prod-cp1: Delete prod-w1 from the API",
      "prod-cp1: Take the pods away from prod-w1",
    ]);
    expect(await on("prod-w1", left)).toBe("");
    expect(await nodes()).toEqual(["prod-cp1 True", "prod-w2 True", "prod-w3 True"]);
    const again = await lab.play("remove-node.yaml", "-e", "node=prod-w1");
    expect([again.exitCode, again.changed]).toEqual([0, []]);
  });

  it("refuses a host that belongs to somebody else, unless it is told to take it", async () => {
    const server = await on("prod-w2", "sed -n 's/^ *server: //p' /etc/kubernetes/kubelet.conf");
    await lab.host("prod-w1").exec(foreign(server.trim()));
    const refused = await lab.play("add-node.yaml", "-e", "node=prod-w1");
    expect(refused.exitCode).toBe(3);
    expect(refused.stdout).toMatch(/prod-w1 does not belong to prod.*reset_foreign/);
    expect(await on("prod-w1", "cat /etc/kubernetes/kubelet.conf")).toContain("name: other");
    const taken = await lab.play("add-node.yaml", "-e", "node=prod-w1", "-e", '{"reset_foreign": true}');
    expect([taken.failures, taken.exitCode]).toEqual([[], 0]);
    expect(taken.changed).toContain("prod-w1: Join the cluster");
    expect(await nodes()).toContain("prod-w1 True");
  });

  it("lets a dead node go only when it is told that it is dead", async () => {
    await lab.host("prod-w2").pause();
    const refused = await lab.play("remove-node.yaml", "-e", "node=prod-w2", "--timeout", "3");
    expect([refused.exitCode, refused.changed]).toEqual([3, []]);
    expect(refused.stdout).toContain("prod-w2 does not answer; if it is dead for good: -e force=true");
    const args = ["remove-node.yaml", "-e", "node=prod-w2", "-e", "force=true", "--timeout", "3"];
    const { changed } = await checkedPlay(...args);
    expect(changed).toEqual(["prod-cp1: Delete prod-w2 from the API"]);
    expect(await nodes()).toEqual(["prod-cp1 True", "prod-w1 True", "prod-w3 True"]);
    // Should it come back, with a kubelet that makes itself known again, it is cleaned like any other.
    await lab.host("prod-w2").unpause();
    const back = await lab.play("remove-node.yaml", "-e", "node=prod-w2");
    expect([back.failures, back.exitCode]).toEqual([[], 0]);
    expect(await on("prod-w2", left)).toBe("");
    expect(await nodes()).toEqual(["prod-cp1 True", "prod-w1 True", "prod-w3 True"]);
  });

  it("keeps its last control plane", async () => {
    const play = await lab.play("remove-node.yaml", "-e", "node=prod-cp1");
    expect(play.exitCode).toBe(1);
    expect(play.stderr).toContain("prod-cp1 is the last control plane of prod");
  });

  it("is taken down only by its name, and is another one afterwards", async () => {
    const wrong = await lab.play("reset.yaml", "-e", "confirm=dev");
    expect(wrong.exitCode).toBe(1);
    expect(wrong.stderr).toContain('"dev" was confirmed');
    const authority = "openssl x509 -in /etc/kubernetes/pki/ca.crt -noout -fingerprint";
    const before = await on("prod-cp1", authority);
    const { changed } = await checkedPlay("reset.yaml", "-e", "confirm=prod");
    expect(changed).toEqual([
      "prod-cp1: Clean the host",
      "prod-cp1: Remove the kubeconfig here",
      "prod-w1: Clean the host",
      "prod-w3: Clean the host",
    ]);
    for (const { name } of lab.hosts) expect(await on(name, left)).toBe("");
    const made = await lab.play("site.yaml", "--tags", "kubeadm,cni,node");
    expect([made.failures, made.exitCode]).toEqual([[], 0]);
    expect(await nodes()).toEqual(["prod-cp1 True", "prod-w1 True", "prod-w2 True", "prod-w3 True"]);
    expect(await on("prod-cp1", authority)).not.toBe(before);
  });
});
