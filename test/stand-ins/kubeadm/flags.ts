import type { FlagSet } from "../core/flags.ts";

/** Flags that each kubeadm command takes. */
export const globalFlags: FlagSet = {
  flags: {
    rootfs: "text",
    v: "number",
    "add-dir-header": "flag",
    "log-file": "text",
    "log-file-max-size": "number",
    "one-output": "flag",
    "skip-headers": "flag",
    "skip-log-headers": "flag",
  },
  short: { v: "v" },
};

export const initFlags: FlagSet = {
  flags: {
    "apiserver-advertise-address": "text",
    "apiserver-bind-port": "number",
    "apiserver-cert-extra-sans": "list",
    "cert-dir": "text",
    "certificate-key": "text",
    config: "text",
    "control-plane-endpoint": "text",
    "cri-socket": "text",
    "dry-run": "flag",
    "feature-gates": "text",
    "ignore-preflight-errors": "list",
    "image-repository": "text",
    "kubernetes-version": "text",
    "node-name": "text",
    patches: "text",
    "pod-network-cidr": "text",
    "service-cidr": "text",
    "service-dns-domain": "text",
    "skip-certificate-key-print": "flag",
    "skip-phases": "list",
    "skip-token-print": "flag",
    token: "text",
    "token-ttl": "duration",
    "upload-certs": "flag",
  },
};

export const joinFlags: FlagSet = {
  flags: {
    "apiserver-advertise-address": "text",
    "apiserver-bind-port": "number",
    "certificate-key": "text",
    config: "text",
    "control-plane": "flag",
    "cri-socket": "text",
    "discovery-file": "text",
    "discovery-token": "text",
    "discovery-token-ca-cert-hash": "list",
    "discovery-token-unsafe-skip-ca-verification": "flag",
    "dry-run": "flag",
    "ignore-preflight-errors": "list",
    "node-name": "text",
    patches: "text",
    "skip-phases": "list",
    "tls-bootstrap-token": "text",
    token: "text",
  },
};

export const resetFlags: FlagSet = {
  flags: {
    "cert-dir": "text",
    "cleanup-tmp-dir": "flag",
    config: "text",
    "cri-socket": "text",
    "dry-run": "flag",
    force: "flag",
    "ignore-preflight-errors": "list",
    kubeconfig: "text",
    "skip-phases": "list",
  },
  short: { f: "force" },
};

const tokenGlobal = { kubeconfig: "text", "dry-run": "flag" } as const;

export const tokenFlags: Readonly<Record<string, FlagSet>> = {
  create: {
    flags: {
      ...tokenGlobal,
      "certificate-key": "text",
      config: "text",
      description: "text",
      groups: "list",
      "print-join-command": "flag",
      ttl: "duration",
      usages: "list",
    },
  },
  delete: { flags: tokenGlobal },
  generate: { flags: tokenGlobal },
  list: {
    flags: {
      ...tokenGlobal,
      "allow-missing-template-keys": "flag",
      output: "text",
      "show-managed-fields": "flag",
    },
    short: { o: "output" },
  },
};

const upgradeCommon = {
  "allow-experimental-upgrades": "flag",
  "allow-release-candidate-upgrades": "flag",
  config: "text",
  "feature-gates": "text",
  "ignore-preflight-errors": "list",
  kubeconfig: "text",
  "print-config": "flag",
} as const;

export const upgradeFlags: Readonly<Record<string, FlagSet>> = {
  apply: {
    flags: {
      ...upgradeCommon,
      "certificate-renewal": "flag",
      "dry-run": "flag",
      "etcd-upgrade": "flag",
      force: "flag",
      patches: "text",
      "skip-phases": "list",
      yes: "flag",
    },
    short: { f: "force", y: "yes" },
  },
  plan: {
    flags: {
      ...upgradeCommon,
      "allow-missing-template-keys": "flag",
      "etcd-upgrade": "flag",
      output: "text",
      "show-managed-fields": "flag",
    },
    short: { o: "output" },
  },
  node: {
    flags: {
      "certificate-renewal": "flag",
      config: "text",
      "dry-run": "flag",
      "etcd-upgrade": "flag",
      "ignore-preflight-errors": "list",
      kubeconfig: "text",
      patches: "text",
      "skip-phases": "list",
    },
  },
  diff: {
    flags: { config: "text", "context-lines": "number", kubeconfig: "text" },
    short: { c: "context-lines" },
  },
};

/** Flags that may stand beside --config. */
const besideConfig = new Set([
  ...[
    "config",
    "ignore-preflight-errors",
    "dry-run",
    "kubeconfig",
    "node-name",
    "kubeconfig-dir",
    "upload-certs",
  ],
  ...["print-join-command", "rootfs", "v", "log-file", "yes"],
]);

/** The flags of a call that cannot be mixed with --config; none where there is no --config. */
export function mixedWithConfig(given: readonly string[]): readonly string[] {
  if (!given.includes("config")) return [];
  return given.filter((name) => !besideConfig.has(name) && !name.startsWith("skip-")).sort();
}
