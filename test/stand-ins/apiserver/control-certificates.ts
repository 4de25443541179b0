import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Fields, listAt, textAt } from "../core/json.ts";
import { base64, fromBase64 } from "../core/kubeconfig.ts";
import { openssl } from "../core/openssl.ts";
import { tokenData } from "./authenticate.ts";
import type { EtcdStore } from "./etcd-store.ts";
import { remove } from "./handle-objects.ts";
import { resourceTypes } from "./resource-types.ts";

const kubeletClient = "kubernetes.io/kube-apiserver-client-kubelet";

/** Approves and signs what kubelets ask for; nothing else is approved. */
export async function signRequests(store: EtcdStore, caFile: string, keyFile: string): Promise<void> {
  const { items } = await store.list("/registry/certificatesigningrequests/");
  for (const { key, object, revision } of items) {
    const isDone = textAt(object, "status", "certificate") !== "";
    const groups = listAt(object, "spec", "groups");
    const isEntitled =
      groups.includes("system:bootstrappers:kubeadm:default-node-token") || groups.includes("system:nodes");
    if (isDone || textAt(object, "spec", "signerName") !== kubeletClient || !isEntitled) continue;
    const certificate = await sign(fromBase64(textAt(object, "spec", "request")), caFile, keyFile);
    const approved = { type: "Approved", status: "True", reason: "AutoApproved" };
    const status: Fields = { conditions: [approved], certificate: base64(certificate) };
    await store.put(key, { ...object, status }, revision);
  }
}

async function sign(request: string, caFile: string, keyFile: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "sign-"));
  try {
    const extensions = join(folder, "extensions");
    writeFileSync(
      extensions,
      "keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\nbasicConstraints=critical,CA:FALSE\n",
    );
    const serial = `0x${Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString("hex")}`;
    const args = [
      "x509",
      "-req",
      "-days",
      "365",
      "-set_serial",
      serial,
      "-CA",
      caFile,
      "-CAkey",
      keyFile,
      "-extfile",
      extensions,
    ];
    return await openssl(args, request);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes away bootstrap tokens whose time is over, and with them what they own. */
export async function removeExpiredTokens(store: EtcdStore): Promise<void> {
  const type = resourceTypes.find((one) => one.plural === "secrets");
  if (type === undefined) return;
  const { items } = await store.list("/registry/secrets/kube-system/bootstrap-token-");
  for (const { object } of items.filter((item) => tokenData(item.object).isExpired)) {
    const name = textAt(object, "metadata", "name");
    await remove(store, { type, namespace: "kube-system", name }, null).catch(() => undefined);
  }
}
