import { directoryModule as directory } from "../../src/resources/directory.ts";
import { packageModule } from "../../src/resources/package.ts";
import { serviceModule as service } from "../../src/resources/service.ts";
import { templateModule as template } from "../../src/resources/template.ts";
import { defineRole, flushHandlers, notYet, task } from "../../src/role/role.ts";
import { configVersion, containerdVersion } from "./containerd-version.ts";
import { criReadyModule as criReady } from "./cri-ready.ts";

const restart = "Restart containerd";

export default defineRole({
  name: "containerd",
  summary: "Installs containerd and renders its whole configuration for the version that is there.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      package: {
        type: "string",
        description:
          "The package that brings containerd: containerd (default), or containerd.io for Docker's.",
      },
      pause_image: {
        type: "string",
        description: "The image that holds a pod's namespaces. Default: registry.k8s.io/pause:3.10.",
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
    task("Install containerd", packageModule, {
      name: args.package ?? "containerd",
      install_recommends: false,
    }),
    task("Create the configuration directories", directory, {
      path: "/etc/containerd/certs.d",
      mode: "0755",
    }),
    task(
      "Configure containerd",
      template,
      ({ version }) => {
        if (version === null) return notYet("containerd is not installed");
        const format = configVersion(version);
        return {
          src: "containerd/config.toml.hbs",
          dest: "/etc/containerd/config.toml",
          mode: "0644",
          vars: {
            config_version: format,
            cri_split: format > 2,
            pause_image: args.pause_image ?? "registry.k8s.io/pause:3.10",
            systemd_cgroup: args.systemd_cgroup ?? true,
            snapshotter: args.snapshotter ?? "overlayfs",
            restrict_oom_score_adj: args.restrict_oom_score_adj ?? false,
          },
        };
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
