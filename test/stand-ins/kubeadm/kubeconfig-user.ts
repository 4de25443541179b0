import { readFileSync } from "node:fs";
import { Exit } from "../core/exit.ts";
import { renderKubeconfig } from "../core/kubeconfig.ts";
import { printRaw } from "../core/print.ts";
import { readConfigFile } from "./config-file.ts";
import { releaseOf } from "./join.ts";
import type { Call } from "./kubeadm.ts";
import { clientKubeconfig } from "./kubeconfigs.ts";
import { ownNode } from "./own-node.ts";
import { pkiFolder } from "./pki.ts";
import { savedClusterDocuments } from "./saved-cluster.ts";
import { clusterSettings, serverOf } from "./settings.ts";

/** `kubeadm kubeconfig user --client-name NAME`: prints a kubeconfig with a new client certificate. */
export async function kubeconfigUser({ version, flags }: Call): Promise<void> {
  const user = flags.text("client-name");
  if (user === undefined) throw new Exit(1, 'required flag(s) "client-name" not set');
  const path = flags.text("config");
  const release = releaseOf(version);
  const documents = path === undefined ? await savedClusterDocuments() : readConfigFile(path, release);
  const cluster = clusterSettings(documents.get("ClusterConfiguration") ?? {}, release);
  const server = serverOf(cluster, ownNode());
  const token = flags.text("token");
  const subject = `${flags
    .list("org")
    .map((org) => `/O=${org}`)
    .join("")}/CN=${user}`;
  const text =
    token === undefined
      ? await clientKubeconfig(user, subject, server, cluster)
      : renderKubeconfig({
          cluster: cluster.name,
          user,
          server,
          ca: readFileSync(`${pkiFolder}/ca.crt`, "utf8"),
          credentials: { token },
        });
  printRaw(text);
}
