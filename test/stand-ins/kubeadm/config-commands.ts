import { readFileSync, writeFileSync } from "node:fs";
import { stringify } from "yaml";
import { Exit } from "../core/exit.ts";
import { print } from "../core/print.ts";
import { imagesOf, kubeadmApis } from "../core/release.ts";
import { readConfigFile } from "./config-file.ts";
import { documentsOfFlags } from "./flag-documents.ts";
import { containerdImages } from "./host.ts";
import { releaseOf } from "./join.ts";
import type { Call } from "./kubeadm.ts";
import { initSettings } from "./settings.ts";

/** `kubeadm config validate`. */
export function validateConfig({ version, flags }: Call): void {
  const path = flags.text("config");
  if (path === undefined) throw new Exit(1, 'required flag(s) "config" not set');
  readConfigFile(path, releaseOf(version));
  print("ok");
}

/** `kubeadm config migrate`, for files that are of the newest version already. */
export function migrateConfig({ version, flags }: Call): void {
  const path = flags.text("old-config");
  if (path === undefined) throw new Exit(1, "the --old-config flag is mandatory");
  const documents = readConfigFile(path, releaseOf(version));
  const old = [...documents.values()].some((document) => String(document.apiVersion).endsWith("v1beta3"));
  if (old) throw new Exit(2, "stand-in: migrating v1beta3 is not played");
  const target = flags.text("new-config");
  const text = readFileSync(path, "utf8");
  if (target === undefined) print(text.trimEnd());
  else writeFileSync(target, text);
}

/** `kubeadm config images list`. */
export function imagesList(call: Call): void {
  const images = imagesOfCall(call);
  const format = call.flags.text("output") ?? "text";
  if (format !== "text" && format !== "json")
    throw new Exit(1, `output format ${JSON.stringify(format)} is not played`);
  const object = { kind: "Images", apiVersion: "output.kubeadm.k8s.io/v1alpha3", images };
  print(format === "json" ? JSON.stringify(object, null, 4) : images.join("\n"));
}

/** `kubeadm config images pull`: says that an image is there, or fails as without a network. */
export async function imagesPull(call: Call): Promise<void> {
  const socket = call.flags.text("cri-socket") ?? "unix:///run/containerd/containerd.sock";
  const there = await containerdImages(socket);
  if (there === null)
    throw new Exit(
      1,
      `failed to create new CRI runtime service: validate service connection: CRI v1 runtime API is not implemented for endpoint ${JSON.stringify(socket)}`,
    );
  for (const image of imagesOfCall(call)) {
    if (!there.has(image))
      throw new Exit(
        1,
        `failed to pull image ${JSON.stringify(image)}: failed to resolve reference: dial tcp: lookup ${image.split("/")[0]}: no such host`,
      );
    print(`[config/images] Pulled ${image}`);
  }
}

function imagesOfCall({ version, flags }: Call): readonly string[] {
  const release = releaseOf(version);
  const path = flags.text("config");
  const { cluster } = initSettings(
    path === undefined ? documentsOfFlags(flags, release) : readConfigFile(path, release),
    release,
  );
  return [...imagesOf(cluster.release, cluster.images)]
    .filter(([name]) => name !== "etcd" || cluster.externalEtcd === null)
    .map(([, image]) => image);
}

/** `kubeadm config print KIND-defaults`. */
export function printDefaults({ version }: Call, kind: "init" | "join" | "reset" | "upgrade"): void {
  const apiVersion = kubeadmApis(releaseOf(version))[0] ?? "";
  const nodeRegistration = {
    criSocket: "unix:///var/run/containerd/containerd.sock",
    imagePullPolicy: "IfNotPresent",
    name: "node",
    taints: null,
  };
  const documents = {
    init: [
      {
        apiVersion,
        kind: "InitConfiguration",
        localAPIEndpoint: { advertiseAddress: "1.2.3.4", bindPort: 6443 },
        nodeRegistration,
      },
      {
        apiVersion,
        kind: "ClusterConfiguration",
        clusterName: "kubernetes",
        imageRepository: "registry.k8s.io",
        kubernetesVersion: `1.${releaseOf(version).minor}.0`,
        networking: { dnsDomain: "cluster.local", serviceSubnet: "10.96.0.0/12" },
      },
    ],
    join: [
      {
        apiVersion,
        kind: "JoinConfiguration",
        caCertPath: "/etc/kubernetes/pki/ca.crt",
        discovery: {
          bootstrapToken: {
            apiServerEndpoint: "kube-apiserver:6443",
            token: "abcdef.0123456789abcdef",
            unsafeSkipCAVerification: true,
          },
        },
        nodeRegistration,
      },
    ],
    reset: [
      {
        apiVersion,
        kind: "ResetConfiguration",
        certificatesDir: "/etc/kubernetes/pki",
        criSocket: nodeRegistration.criSocket,
      },
    ],
    upgrade: [
      {
        apiVersion,
        kind: "UpgradeConfiguration",
        apply: { certificateRenewal: true, etcdUpgrade: true },
        node: { certificateRenewal: true, etcdUpgrade: true },
      },
    ],
  }[kind];
  print(documents.map((document) => stringify(document).trimEnd()).join("\n---\n"));
}
