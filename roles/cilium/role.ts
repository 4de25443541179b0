import { bundleItem } from "../../src/bundle/bundle-item.ts";
import { InputError } from "../../src/errors.ts";
import { helmReleaseModule as helmRelease } from "../../src/kubernetes/helm-release.ts";
import type { WorkloadState } from "../../src/kubernetes/workload.ts";
import { failModule as fail } from "../../src/resources/fail.ts";
import { defineRole, notYet, type RoleTask, task } from "../../src/role/role.ts";
import type { RoleCluster } from "../../src/role/role-context.ts";
import { ciliumReadyModule as ciliumReady } from "./cilium-ready.ts";
import { ciliumValues } from "./cilium-values.ts";
import { bundledTools, packagedHelm } from "./helm-tasks.ts";
import { imageTasks } from "./image-tasks.ts";
import { kubeProxyRemovedModule as kubeProxyRemoved, kubeProxyState } from "./kube-proxy-removed.ts";
import { type CiliumSettings, settingsSchema } from "./settings.ts";

export default defineRole({
  name: "cilium",
  summary: "Installs Cilium as the pod network, by its Helm chart, from the first control plane.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      source: {
        enum: ["packages", "bundle"],
        description: "Where chart, images and Helm come from: the network, or the bundle. Default: packages.",
      },
      bundle: { type: "string", description: "The bundle." },
      settings: settingsSchema,
    },
  },
  tasks({ args: { source = "packages", bundle, settings = {} }, host, cluster }) {
    if (host.role === "etcd") return [];
    if (source === "bundle" && bundle === undefined) {
      throw new InputError({ message: '"source: bundle" needs a bundle', hint: "name it: bundle: FOLDER" });
    }
    const from = source === "bundle" && bundle !== undefined ? bundle : null;
    return [
      ...(from === null ? [] : imageTasks(from)),
      ...(host.name === cluster.bootstrap ? clusterTasks(settings, cluster, from) : []),
    ];
  },
});

/** Once per cluster, from its first control plane. */
function clusterTasks(settings: CiliumSettings, cluster: RoleCluster, bundle: string | null): RoleTask[] {
  const { timeout = 600, replace_kube_proxy: isReplacing = false } = settings;
  if (isReplacing && settings.kube_proxy_replacement === false) {
    throw new InputError({
      message: '"replace_kube_proxy: true" would leave nobody to serve Services',
      hint: 'leave out "kube_proxy_replacement: false"',
    });
  }
  return [
    ...(bundle === null ? packagedHelm(settings) : bundledTools(bundle, settings)),
    ...refuseBoth(settings),
    installTask(settings, cluster, bundle),
    task("Wait until Cilium runs on every node", ciliumReady, { timeout }),
    ...(isReplacing ? [task("Delete kube-proxy", kubeProxyRemoved, {})] : []),
  ];
}

const uses = { kubeProxy: kubeProxyState() };

/** Both would serve Services; who has kube-proxy deleted has to say so, for that cannot be taken back. */
function refuseBoth({
  kube_proxy_replacement: replaces,
  replace_kube_proxy: isReplacing,
}: CiliumSettings): RoleTask[] {
  if (!replaces || isReplacing) return [];
  const msg =
    'the cluster has a kube-proxy, and "kube_proxy_replacement: true" would have Cilium do the same work; write "replace_kube_proxy: true" to have kube-proxy deleted';
  return [
    task(
      "Refuse to serve Services twice",
      fail,
      { msg },
      {
        uses,
        when: ({ kubeProxy }) => kubeProxy.kind === "found",
      },
    ),
  ];
}

function installTask(settings: CiliumSettings, cluster: RoleCluster, bundle: string | null): RoleTask {
  const { chart = "cilium", repository = "https://helm.cilium.io/", version, timeout = 600 } = settings;
  return task(
    "Install Cilium",
    helmRelease,
    ({ kubeProxy }) => {
      const replaces = replacesKubeProxy(settings, kubeProxy);
      if (replaces === null) return notYet("nobody says whether the cluster has a kube-proxy");
      const release = { name: "cilium", namespace: "kube-system", timeout };
      const values = ciliumValues(settings, cluster, {
        replacesKubeProxy: replaces,
        isBundled: bundle !== null,
      });
      if (bundle !== null) return { ...release, chart: "cilium", values, ...bundledChart(bundle, version) };
      const place = chart.startsWith("oci://") ? { chart } : { chart, repository };
      return { ...release, ...place, values, ...(version === undefined ? {} : { version }) };
    },
    { uses },
  );
}

/** null where it depends on the cluster, and the cluster does not say. */
function replacesKubeProxy(settings: CiliumSettings, kubeProxy: WorkloadState): boolean | null {
  const { kube_proxy_replacement: asked, replace_kube_proxy: isReplacing } = settings;
  if (asked !== undefined) return asked;
  if (isReplacing) return true;
  return kubeProxy.kind === "unanswered" ? null : kubeProxy.kind === "absent";
}

function bundledChart(bundle: string, version: string | undefined) {
  const wanted = version === undefined ? {} : { version };
  const item = bundleItem(bundle, { name: "cilium", kind: "chart", arch: "all", ...wanted });
  const { localPath, sha256, size } = item.content;
  const has = item.version?.replace(/^v/, "");
  return { archive: { localPath, sha256, size }, ...(has === undefined ? {} : { version: has }) };
}
