import { Exit } from "../core/exit.ts";
import { textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import { type Documents, readConfigFile } from "./config-file.ts";
import { documentsOfFlags } from "./flag-documents.ts";
import { runInit } from "./init.ts";
import type { InitWork } from "./init-work.ts";
import { releaseOf } from "./join.ts";
import type { Call } from "./kubeadm.ts";
import { PhaseRunner } from "./phases.ts";
import { savedClusterDocuments } from "./saved-cluster.ts";
import { initSettings } from "./settings.ts";
import { newCertificateKey } from "./uploads.ts";

/** `kubeadm init`. */
export async function callInit(call: Call): Promise<void> {
  const work = await workOf(call, false);
  refuseOther(work);
  print(`[init] Using Kubernetes version: v${work.cluster.release.version}`);
  if (call.flags.isSet("dry-run"))
    return print("[dryrun] Finished dry-running successfully. Above are the resources that would be created");
  await runInit(
    work,
    new PhaseRunner("kubeadm init", [...call.flags.list("skip-phases"), ...work.node.skipped]),
  );
}

/** `kubeadm init phase NAME`. */
export async function callInitPhase(call: Call, name: string): Promise<void> {
  const work = await workOf(call, true);
  await runInit(work, new PhaseRunner("kubeadm init", [], [name]));
}

async function workOf({ version, flags }: Call, isPhase: boolean): Promise<InitWork> {
  const release = releaseOf(version);
  const path = flags.text("config");
  const given = path === undefined ? documentsOfFlags(flags, release) : readConfigFile(path, release);
  const documents: Documents =
    isPhase && !given.has("ClusterConfiguration")
      ? new Map([...given, ...(await savedClusterDocuments())])
      : given;
  const { init, node, cluster } = initSettings(documents, release);
  return {
    documents,
    init,
    node,
    cluster,
    own: version,
    ignored: [...flags.list("ignore-preflight-errors"), ...node.ignored],
    uploadsCertificates: flags.isSet("upload-certs"),
    certificateKey: flags.text("certificate-key") ?? (textAt(init, "certificateKey") || newCertificateKey()),
    printsToken: !flags.isSet("skip-token-print"),
    printsKey: !flags.isSet("skip-certificate-key-print"),
  };
}

function refuseOther({ documents, cluster, own }: InitWork): void {
  if (documents.has("JoinConfiguration"))
    throw new Exit(3, "error: JoinConfiguration cannot be used with kubeadm init");
  const minor = releaseOf(own).minor;
  const wanted = cluster.release;
  if (wanted.minor > minor) {
    throw new Exit(
      3,
      `this version of kubeadm only supports deploying clusters with the control plane version <= ${own}. Current version: v${wanted.version}`,
    );
  }
  if (wanted.minor < minor - 1) {
    throw new Exit(
      3,
      `this version of kubeadm only supports deploying clusters with the control plane version >= 1.${minor - 1}.0. Current version: v${wanted.version}`,
    );
  }
}
