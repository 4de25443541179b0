import { readFileSync } from "node:fs";
import { ApiClient, ApiConnectionError } from "../core/api-client.ts";
import { sleep } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { type Fields, listAt, textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import { pkiFolder } from "./pki.ts";
import { hostPort, type NodeSettings } from "./settings.ts";

const role = "node-role.kubernetes.io/control-plane";
const exclude = "node.kubernetes.io/exclude-from-external-load-balancers";

/** Waits for this host's API server; throws Exit. kubeadm waits 4 minutes, this one. */
export async function waitForControlPlane(node: NodeSettings): Promise<void> {
  print("[control-plane-check] Waiting for healthy control plane components. This can take up to 4m0s");
  const server = `https://${hostPort(node.advertise, node.port)}`;
  const api = new ApiClient(
    {
      server,
      ca: readFileSync(`${pkiFolder}/ca.crt`, "utf8"),
      cert: undefined,
      key: undefined,
      token: undefined,
    },
    3000,
  );
  let cause = "";
  for (let attempt = 0; attempt < 600; attempt += 1) {
    try {
      const answer = await api.send("GET", "/readyz");
      if (answer.status === 200) {
        print("[control-plane-check] kube-apiserver is healthy after 1.0s");
        return;
      }
      cause = answer.text;
    } catch (error) {
      cause = error instanceof ApiConnectionError ? error.message : String(error);
    }
    await sleep(200);
  }
  throw new Exit(
    1,
    `failed while waiting for the control plane to start: kube-apiserver check failed at ${server}/livez: ${cause}`,
  );
}

/** The Node, as soon as its kubelet has registered it; throws Exit. */
export async function waitForNode(api: ApiClient, name: string): Promise<Fields> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const found = await api.find(`/api/v1/nodes/${name}`).catch(() => null);
    if (found !== null) return found;
    await sleep(200);
  }
  throw new Exit(
    1,
    `timed out waiting for the Node ${JSON.stringify(name)}: nodes ${JSON.stringify(name)} not found`,
  );
}

/** Labels and taints a control plane's Node. */
export async function markControlPlane(
  api: ApiClient,
  node: NodeSettings,
  middle: () => Promise<void>,
): Promise<void> {
  print(
    `[mark-control-plane] Marking the node ${node.name} as control-plane by adding the labels: [${role} ${exclude}]`,
  );
  await waitForNode(api, node.name);
  const labels = { [role]: "", [exclude]: "" };
  await api.merge(`/api/v1/nodes/${node.name}`, { metadata: { labels } });
  await middle();
  const wanted = node.taints ?? [{ key: role, effect: "NoSchedule" }];
  print(
    `[mark-control-plane] Marking the node ${node.name} as control-plane by adding the taints [${wanted.map((taint) => `${textAt(taint, "key")}:${textAt(taint, "effect")}`).join(" ")}]`,
  );
  const now = listAt(await api.get(`/api/v1/nodes/${node.name}`), "spec", "taints");
  const others = now.filter((taint) => !wanted.some((one) => textAt(one, "key") === textAt(taint, "key")));
  await retryConflict(() =>
    api.merge(`/api/v1/nodes/${node.name}`, { spec: { taints: [...others, ...wanted] } }),
  );
  await annotate(api, node);
}

/** Notes the container runtime on the Node, where older releases look it up. */
export async function annotate(api: ApiClient, node: NodeSettings): Promise<void> {
  const annotations = { "kubeadm.alpha.kubernetes.io/cri-socket": node.criSocket };
  await retryConflict(() => api.merge(`/api/v1/nodes/${node.name}`, { metadata: { annotations } }));
}

async function retryConflict(write: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 4; attempt += 1) {
    try {
      await write();
      return;
    } catch {
      await sleep(100);
    }
  }
  await write();
}
