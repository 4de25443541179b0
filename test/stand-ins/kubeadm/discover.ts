import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { signClusterInfo } from "../apiserver/authenticate.ts";
import { ApiClient } from "../core/api-client.ts";
import { sleep } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { type Fields, fieldsAt, listAt, textAt } from "../core/json.ts";
import { type Access, accessOf } from "../core/kubeconfig.ts";
import { print } from "../core/print.ts";
import { caHash } from "./ca-hash.ts";

/** Where the cluster is, its CA, and the token to ask it with. */
export interface Discovered {
  readonly server: string;
  readonly ca: string;
  readonly token: string;
}

/** Finds the cluster by a JoinConfiguration, and does not trust anything that the token and the hash do not vouch for. */
export async function discover(join: Fields): Promise<Discovered> {
  const discovery = fieldsAt(join, "discovery");
  const file = textAt(discovery, "file", "kubeConfigPath");
  const token = textAt(discovery, "tlsBootstrapToken") || textAt(discovery, "bootstrapToken", "token");
  if (file !== "") {
    const access = accessOf(parse(readFileSync(file, "utf8")));
    return { server: access.server, ca: access.ca ?? "", token: token || (access.token ?? "") };
  }
  const endpoint = textAt(discovery, "bootstrapToken", "apiServerEndpoint");
  const kubeconfig = await fetchClusterInfo(
    `https://${endpoint}`,
    textAt(discovery, "bootstrapToken", "token"),
  );
  const cluster = listAt(parse(kubeconfig), "clusters")[0] ?? null;
  const ca = Buffer.from(textAt(cluster, "cluster", "certificate-authority-data"), "base64").toString();
  const hashes = listAt(discovery, "bootstrapToken", "caCertHashes").map(String);
  if (hashes.length > 0 && !hashes.includes(caHash(ca))) {
    throw new Exit(
      1,
      `couldn't validate the identity of the API Server: cluster CA found in cluster-info ConfigMap is invalid: none of the public keys ${JSON.stringify(caHash(ca))} are pinned`,
    );
  }
  const server = textAt(cluster, "cluster", "server");
  await fetchSigned({ server: `https://${endpoint}`, ca, cert: undefined, key: undefined, token: undefined });
  return { server, ca, token };
}

/** Asks for cluster-info without trust, and checks its signature. kubeadm tries for 5 minutes, this for 20 seconds. */
async function fetchClusterInfo(server: string, token: string): Promise<string> {
  const [id = "", secret = ""] = token.split(".");
  print(`[discovery] Created cluster-info discovery client, requesting info from ${JSON.stringify(server)}`);
  let cause = "";
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      const info = await fetchSigned({
        server,
        ca: undefined,
        cert: undefined,
        key: undefined,
        token: undefined,
        insecure: true,
      });
      const kubeconfig = textAt(info, "data", "kubeconfig");
      const signature = textAt(info, "data", `jws-kubeconfig-${id}`);
      if (signature === "") {
        cause = `could not find a JWS signature in the cluster-info ConfigMap for token ID ${JSON.stringify(id)}`;
      } else if (signature !== signClusterInfo(kubeconfig, id, secret)) {
        throw new Exit(
          1,
          "couldn't validate the identity of the API Server: failed to verify JWS signature of received cluster info object, can't trust this API Server",
        );
      } else return kubeconfig;
    } catch (error) {
      if (error instanceof Exit) throw error;
      cause = error instanceof Error ? error.message : String(error);
    }
    await sleep(1000);
  }
  throw new Exit(
    1,
    `couldn't validate the identity of the API Server: failed to request the cluster-info ConfigMap: ${cause}`,
  );
}

function fetchSigned(access: Access): Promise<Fields> {
  return new ApiClient(access, 5000).get("/api/v1/namespaces/kube-public/configmaps/cluster-info");
}
