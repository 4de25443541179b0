import { InputError } from "../../src/errors.ts";
import { criSocket } from "../../src/kubernetes/paths.ts";
import { templateModule as template } from "../../src/resources/template.ts";
import { defineRole, flushHandlers, type RoleStep, task } from "../../src/role/role.ts";
import { bundleTasks } from "./bundle-tasks.ts";
import { type Component, components, wantedSoftware } from "./component.ts";
import { imageTasks } from "./image-tasks.ts";
import { kubeletTasks, restartKubelet, restartTask } from "./kubelet-tasks.ts";
import { packageTasks } from "./package-tasks.ts";
import { versionGuardModule as versionGuard } from "./version-guard.ts";

const exactVersion = {
  type: "string",
  pattern: "^v?\\d+\\.\\d+\\.\\d+$",
  errorMessage: 'must be an exact version in quotes: "1.33.4"',
} as const;

export default defineRole({
  name: "kubernetes",
  summary: "Installs kubeadm, kubelet, kubectl, crictl and the CNI plugins, from packages or from a bundle.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["version"],
    properties: {
      version: {
        ...exactVersion,
        description: 'Version of Kubernetes, exact: "1.33.4".',
      },
      source: {
        enum: ["packages", "bundle"],
        description:
          "Where the software comes from: the packages of the Kubernetes project, or a bundle on the control machine. Default: packages.",
      },
      bundle: { type: "string", minLength: 1, description: "The bundle: a folder, or an archive of one." },
      repository: {
        type: "object",
        additionalProperties: false,
        description: "A mirror of the package repository. Default: pkgs.k8s.io.",
        properties: {
          url: {
            type: "string",
            pattern: "^(https?|file)://\\S+$",
            errorMessage: "must be a URL",
            description: "Its address; {minor} stands for 1.33.",
          },
          key: {
            type: "string",
            minLength: 1,
            description:
              "The key that signs it: a URL, or a file on the control machine. Default: Release.key (apt) or repodata/repomd.xml.key (dnf) below the address.",
          },
        },
      },
      hold: {
        type: "boolean",
        description: "Whether upgrades of the system leave the packages at their version. Default: true.",
      },
      crictl_version: {
        ...exactVersion,
        description:
          "Version of crictl. Default: the one that there is; of several in a bundle, the newest of the minor of Kubernetes.",
      },
      cni_plugins_version: {
        ...exactVersion,
        description: "Version of the CNI plugins. Default: the one that there is.",
      },
      image_repository: {
        type: "string",
        minLength: 1,
        description: "Where the images come from, as kubeadm is told. Default: registry.k8s.io.",
      },
      snapshotter: {
        type: "string",
        minLength: 1,
        description: "The snapshotter of containerd that images are unpacked for. Default: containerd's own.",
      },
      bundle_packages: {
        type: "array",
        items: { type: "string" },
        description: "Packages (deb) of the bundle to install first, such as conntrack. Default: none.",
      },
      kubelet_extra_args: {
        type: "array",
        items: {
          type: "string",
          pattern: "^-[^\\s\"'\\\\]+$",
          errorMessage: 'must be one argument without blanks or quotes: "--v=4"',
        },
        description:
          "Arguments of the kubelet that count more than those of kubeadm (KUBELET_EXTRA_ARGS). Default: as they are.",
      },
      only: {
        type: "array",
        minItems: 1,
        items: { enum: components },
        description: "The parts to install; upgrades bring kubeadm first. Default: all.",
      },
      allow_upgrade: {
        type: "boolean",
        description:
          "Whether kubeadm and kubelet may change their version on a node that belongs to a cluster. Default: false.",
      },
    },
  },
  tasks: ({ args, host }) => {
    const version = args.version.replace(/^v/, "");
    const chosen = args.only ?? components;
    return [
      ...(args.allow_upgrade ? [] : guardTasks(version, chosen)),
      ...(args.source === "bundle"
        ? fromBundle({ ...args, bundle: requiredBundle(args.bundle) }, version, chosen, host.role)
        : packageTasks(wantedSoftware(chosen, { ...args, version }), version, args.repository ?? {}, {
            hold: args.hold ?? true,
            notify: notified(chosen),
          })),
      ...(chosen.includes("crictl") ? [crictlTask()] : []),
      ...(chosen.includes("kubelet") ? kubeletTasks(args.kubelet_extra_args) : []),
      flushHandlers,
    ];
  },
  handlers: () => [restartTask()],
});

interface BundleArguments {
  readonly bundle: string;
  readonly bundle_packages?: readonly string[];
  readonly image_repository?: string;
  readonly snapshotter?: string;
  readonly crictl_version?: string;
  readonly cni_plugins_version?: string;
}

function fromBundle(
  args: BundleArguments,
  version: string,
  chosen: readonly Component[],
  role: Parameters<typeof imageTasks>[0]["role"],
): RoleStep[] {
  const { bundle, bundle_packages: debs = [], image_repository: repository = null, snapshotter } = args;
  const wanted = wantedSoftware(chosen, { ...args, version });
  return [
    ...bundleTasks(wanted, version, { bundle, debs, notify: notified(chosen) }),
    ...(chosen.includes("images")
      ? imageTasks({
          bundle,
          version,
          repository,
          role,
          ...(snapshotter === undefined ? {} : { snapshotter }),
        })
      : []),
  ];
}

function requiredBundle(bundle: string | undefined): string {
  if (bundle !== undefined) return bundle;
  throw new InputError({
    message: '"source: bundle" needs the argument "bundle"',
    hint: "write the path of a bundle: lab bundle create makes one",
  });
}

function notified(chosen: readonly Component[]): readonly string[] {
  return chosen.includes("kubelet") ? [restartKubelet] : [];
}

function guardTasks(version: string, chosen: readonly Component[]): RoleStep[] {
  const programs = (["kubeadm", "kubelet"] as const).filter((name) => chosen.includes(name));
  if (programs.length === 0) return [];
  return [task("Keep the version of a node that belongs to a cluster", versionGuard, { version, programs })];
}

function crictlTask(): RoleStep {
  return task("Point crictl to containerd", template, {
    src: "kubernetes/crictl.yaml.hbs",
    dest: "/etc/crictl.yaml",
    mode: "0644",
    vars: { endpoint: criSocket },
  });
}
