import { pauseImage } from "../../src/kubernetes/pause-image.ts";
import { copyModule as copy } from "../../src/resources/copy.ts";
import { directoryModule as directory } from "../../src/resources/directory.ts";
import { serviceModule as service } from "../../src/resources/service.ts";
import { templateModule as template } from "../../src/resources/template.ts";
import { defineRole, flushHandlers, notYet, task } from "../../src/role/role.ts";
import { containerdConfig } from "./containerd-config.ts";
import { containerdVersion } from "./containerd-version.ts";
import { criReadyModule as criReady } from "./cri-ready.ts";
import { installTasks } from "./install-tasks.ts";

const restart = "Restart containerd";

export default defineRole({
  name: "containerd",
  summary: "Installs containerd and renders its whole configuration for the version that is there.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      source: {
        enum: ["packages", "bundle"],
        description:
          "Where the software comes from: the system's packages, or a bundle on the control machine. Default: packages.",
      },
      package: {
        type: "string",
        description:
          "The package that brings containerd: containerd (default), or containerd.io for Docker's.",
      },
      version: {
        type: "string",
        minLength: 1,
        description:
          "Version of the package, exact or a pattern: 1.7.*; or of containerd in the bundle. Default: the one that there is.",
      },
      hold: {
        type: "boolean",
        description: "Whether upgrades of the system leave the package at its version. Default: as it is.",
      },
      bundle: { type: "string", minLength: 1, description: "The bundle: a folder, or an archive of one." },
      kubernetes_version: {
        type: "string",
        description: "The version of Kubernetes that pods are run for; it decides about the pause image.",
      },
      image_repository: {
        type: "string",
        minLength: 1,
        description: "Where the pause image comes from. Default: registry.k8s.io.",
      },
      pause_image: {
        type: "string",
        description:
          "The image that holds a pod's namespaces. Default: the one that the kubeadm of `kubernetes_version` names.",
      },
      systemd_cgroup: {
        type: "boolean",
        description: "Containers live in systemd's cgroups, as the kubelet expects. Default: true.",
      },
      snapshotter: {
        type: "string",
        description: "How image layers become a root file system. Default: overlayfs.",
      },
      restrict_oom_score_adj: {
        type: "boolean",
        description:
          "For nodes that are containers themselves and may not lower oom_score_adj. Default: false.",
      },
      settings: {
        type: "object",
        description:
          "Any further settings, in the shape of config.toml for the version of containerd that is there; merged table by table, null takes a setting away.",
      },
      registry_mirrors: {
        type: "object",
        description: "Registry host to the mirrors that are tried before it, in order.",
        additionalProperties: {
          type: "array",
          items: {
            type: "object",
            additionalProperties: false,
            required: ["url"],
            properties: {
              url: { type: "string", pattern: "^https?://", description: "Base URL of the mirror." },
              skip_verify: { type: "boolean", description: "Accepts any TLS certificate. Default: false." },
              override_path: {
                type: "boolean",
                description: "The URL holds the API's path, too. Default: false.",
              },
            },
          },
        },
      },
    },
  },
  tasks: ({ args }) => [
    ...installTasks(args, restart),
    task("Create the configuration directories", directory, {
      path: "/etc/containerd/certs.d",
      mode: "0755",
    }),
    task(
      "Configure containerd",
      copy,
      ({ version }) => {
        if (version === null) return notYet("containerd is not installed");
        const content = containerdConfig({
          version,
          pauseImage: args.pause_image ?? pauseImage(args.kubernetes_version, args.image_repository),
          systemdCgroup: args.systemd_cgroup ?? true,
          snapshotter: args.snapshotter ?? "overlayfs",
          restrictOomScoreAdj: args.restrict_oom_score_adj ?? false,
          settings: { ...args.settings },
        });
        return { dest: "/etc/containerd/config.toml", content, mode: "0644" };
      },
      { uses: { version: containerdVersion({}) }, notify: restart },
    ),
    ...Object.entries(args.registry_mirrors ?? {}).flatMap(([registry, mirrors]) => [
      task(`Create the directory for mirrors of ${registry}`, directory, {
        path: `/etc/containerd/certs.d/${registry}`,
        mode: "0755",
      }),
      task(`Configure mirrors of ${registry}`, template, {
        src: "containerd/hosts.toml.hbs",
        dest: `/etc/containerd/certs.d/${registry}/hosts.toml`,
        mode: "0644",
        vars: {
          server: registry === "docker.io" ? "https://registry-1.docker.io" : `https://${registry}`,
          mirrors: mirrors.map((mirror) => ({ skip_verify: false, override_path: false, ...mirror })),
        },
      }),
    ]),
    task("Start containerd at boot and now", service, {
      name: "containerd",
      state: "started",
      enabled: true,
    }),
    flushHandlers,
    task("Prove that the container runtime answers", criReady, {}),
  ],
  handlers: () => [task(restart, service, { name: "containerd", state: "restarted" })],
});
