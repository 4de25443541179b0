import type { Fields } from "../core/json.ts";
import type { EtcdStore } from "./etcd-store.ts";
import { create } from "./handle-objects.ts";
import { resourceTypes } from "./resource-types.ts";
import { Refused } from "./status.ts";

/** Makes what every API server has: the four namespaces, the service "kubernetes" and its endpoints. */
export async function prepareCluster(
  store: EtcdStore,
  own: { advertise: string; port: string },
): Promise<void> {
  for (const name of ["default", "kube-system", "kube-public", "kube-node-lease"]) {
    await ensure(store, "namespaces", { metadata: { name }, status: { phase: "Active" } });
  }
  await ensure(store, "services", {
    metadata: {
      name: "kubernetes",
      namespace: "default",
      labels: { component: "apiserver", provider: "kubernetes" },
    },
    spec: {
      ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: Number(own.port) }],
      type: "ClusterIP",
    },
  });
  await ensure(store, "endpoints", {
    metadata: { name: "kubernetes", namespace: "default" },
    subsets: [
      {
        addresses: [{ ip: own.advertise }],
        ports: [{ name: "https", port: Number(own.port), protocol: "TCP" }],
      },
    ],
  });
  const serviceAccount = { metadata: { name: "default", namespace: "default" } };
  await ensure(store, "serviceaccounts", serviceAccount);
}

async function ensure(store: EtcdStore, plural: string, object: Fields): Promise<void> {
  const type = resourceTypes.find((one) => one.plural === plural);
  if (type === undefined) return;
  const metadata = object.metadata;
  const namespace =
    typeof metadata === "object" && metadata !== null && "namespace" in metadata
      ? String(metadata.namespace)
      : "";
  await create(store, { type, namespace, name: "" }, object).catch((error: unknown) => {
    if (!(error instanceof Refused) || error.status !== 409) throw error;
  });
}
