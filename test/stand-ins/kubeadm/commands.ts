import { stringify } from "yaml";
import { type FlagSet, flagSets } from "../core/flags.ts";
import { type Fields, parseJson } from "../core/json.ts";
import { print } from "../core/print.ts";
import { versionObject } from "../core/version-object.ts";
import { callInit, callInitPhase } from "./call-init.ts";
import { callJoin } from "./call-join.ts";
import { checkExpiration } from "./check-expiration.ts";
import { imagesList, imagesPull, migrateConfig, printDefaults, validateConfig } from "./config-commands.ts";
import { initFlags, joinFlags, resetFlags, tokenFlags, upgradeFlags } from "./flags.ts";
import {
  callCertificatePart,
  callUploadConfig,
  certificatePartFlags,
  certificateParts,
  uploadFlags,
} from "./init-parts.ts";
import type { Call, Command } from "./kubeadm.ts";
import { kubeconfigUser } from "./kubeconfig-user.ts";
import { renewAll, renewableNames, renewNamed } from "./renew-certificates.ts";
import { reset } from "./reset.ts";
import { tokenCreate, tokenDelete, tokenGenerate, tokenList } from "./token.ts";
import { upgradeApply, upgradeNode } from "./upgrade.ts";
import { upgradeDiff, upgradePlan } from "./upgrade-plan.ts";
import { newCertificateKey } from "./uploads.ts";

const none: FlagSet = { flags: {} };

function leaf(
  flags: FlagSet | undefined,
  operands: number,
  run: (call: Call) => Promise<void> | void,
): Command {
  return { flags: flags ?? none, operands, run };
}

const imageFlags: FlagSet = {
  flags: {
    config: "text",
    "feature-gates": "text",
    "image-repository": "text",
    "kubernetes-version": "text",
    kubeconfig: "text",
    rootfs: "text",
  },
};
const output: FlagSet = {
  flags: { output: "text", "allow-missing-template-keys": "flag", "show-managed-fields": "flag" },
  short: { o: "output" },
};
const certFlags: FlagSet = { flags: { "cert-dir": "text", config: "text", kubeconfig: "text" } };
const each = (names: readonly string[], command: (name: string) => Command): Record<string, Command> =>
  Object.fromEntries(names.map((name) => [name, command(name)]));
const phase = (name: string): Command => leaf(initFlags, 0, (call) => callInitPhase(call, name));

/** Every command of kubeadm that stand-ins play. */
export const commands: Command = {
  version: leaf(output, 0, showVersion),
  init: leaf(initFlags, 0, callInit),
  join: leaf(joinFlags, 1, callJoin),
  reset: leaf(resetFlags, 0, reset),
  token: {
    create: leaf(tokenFlags.create, 1, tokenCreate),
    delete: leaf(tokenFlags.delete, 99, tokenDelete),
    generate: leaf(tokenFlags.generate, 0, tokenGenerate),
    list: leaf(tokenFlags.list, 0, tokenList),
  },
  config: {
    validate: leaf(
      { flags: { config: "text", "allow-experimental-api": "flag", kubeconfig: "text" } },
      0,
      validateConfig,
    ),
    migrate: leaf(
      {
        flags: {
          "old-config": "text",
          "new-config": "text",
          "allow-experimental-api": "flag",
          kubeconfig: "text",
        },
      },
      0,
      migrateConfig,
    ),
    images: {
      list: leaf(flagSets(imageFlags, output), 0, imagesList),
      pull: leaf(flagSets(imageFlags, { flags: { "cri-socket": "text" } }), 0, imagesPull),
    },
    print: {
      "init-defaults": leaf({ flags: { "component-configs": "list", kubeconfig: "text" } }, 0, (call) =>
        printDefaults(call, "init"),
      ),
      "join-defaults": leaf({ flags: { kubeconfig: "text" } }, 0, (call) => printDefaults(call, "join")),
      "reset-defaults": leaf({ flags: { kubeconfig: "text" } }, 0, (call) => printDefaults(call, "reset")),
      "upgrade-defaults": leaf({ flags: { kubeconfig: "text" } }, 0, (call) =>
        printDefaults(call, "upgrade"),
      ),
    },
  },
  certs: {
    "check-expiration": leaf(flagSets(certFlags, output), 0, checkExpiration),
    "certificate-key": leaf(none, 0, () => print(newCertificateKey())),
    renew: {
      all: leaf(certFlags, 0, renewAll),
      ...each(renewableNames, (name) => leaf(certFlags, 0, (call) => renewNamed(call, name))),
    },
  },
  upgrade: {
    plan: leaf(upgradeFlags.plan, 1, upgradePlan),
    apply: leaf(upgradeFlags.apply, 1, upgradeApply),
    node: leaf(upgradeFlags.node, 0, upgradeNode),
    diff: leaf(upgradeFlags.diff, 1, upgradeDiff),
  },
  kubeconfig: {
    user: leaf(
      {
        flags: {
          "client-name": "text",
          config: "text",
          org: "list",
          token: "text",
          "validity-period": "duration",
        },
      },
      0,
      kubeconfigUser,
    ),
  },
};

/** `kubeadm init phase NAME [PART]`. */
export const initPhaseCommands: Command = {
  preflight: phase("preflight"),
  certs: {
    all: phase("certs"),
    ...each(certificateParts, (name) =>
      leaf(certificatePartFlags(name), 0, (call) => callCertificatePart(call, name)),
    ),
  },
  kubeconfig: { all: phase("kubeconfig") },
  etcd: { local: phase("etcd") },
  "control-plane": { all: phase("control-plane") },
  "kubelet-start": phase("kubelet-start"),
  "upload-config": {
    all: phase("upload-config"),
    kubeadm: leaf(uploadFlags, 0, (call) => callUploadConfig(call, "kubeadm")),
    kubelet: leaf(flagSets(uploadFlags, { flags: { "cri-socket": "text" } }), 0, (call) =>
      callUploadConfig(call, "kubelet"),
    ),
  },
  "upload-certs": phase("upload-certs"),
  "mark-control-plane": phase("mark-control-plane"),
  "bootstrap-token": phase("bootstrap-token"),
  "kubelet-finalize": { all: phase("kubelet-finalize") },
  addon: { all: phase("addon"), coredns: phase("addon/coredns"), "kube-proxy": phase("addon/kube-proxy") },
};

function showVersion({ version, flags }: Call): void {
  const format = flags.text("output") ?? "";
  const clientVersion: Fields = versionObject(version);
  if (format === "short") print(`v${version}`);
  else if (format === "json") print(JSON.stringify({ clientVersion }, null, 2));
  else if (format === "yaml") print(stringify({ clientVersion }).trimEnd());
  else print(`kubeadm version: &version.Info${JSON.stringify(parseJson(JSON.stringify(clientVersion)))}`);
}
