import { gzipSync } from "node:zlib";
import { stringify } from "yaml";
import { tar } from "./image-archive.ts";

/** The images of the stand-in chart, by name. */
export function ciliumImages(version: string): readonly (readonly [name: string, ref: string])[] {
  const names = ["cilium", "operator-generic", "hubble-relay", "hubble-ui"];
  return names.map((name) => [name, `quay.io/cilium/${name}:v${version}`]);
}

/** A chart of Cilium's name and its main parts, with the values that they depend on; a .tgz as `helm package` makes it. */
export function ciliumChart(version: string): Buffer {
  const image = (name: string): string => `quay.io/cilium/${name}:v${version}`;
  const namespace = "{{ .Release.Namespace }}";
  const daemonLabels = { "k8s-app": "cilium" };
  const operatorLabels = { name: "cilium-operator" };
  const tolerations = [{ operator: "Exists" }];
  const daemon = {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "cilium", namespace, labels: daemonLabels },
    spec: {
      selector: { matchLabels: daemonLabels },
      template: {
        metadata: { labels: daemonLabels },
        spec: {
          hostNetwork: true,
          tolerations,
          containers: [{ name: "cilium-agent", image: image("cilium") }],
        },
      },
    },
  };
  const operator = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "cilium-operator", namespace, labels: operatorLabels },
    spec: {
      replicas: 1,
      selector: { matchLabels: operatorLabels },
      template: {
        metadata: { labels: operatorLabels },
        spec: {
          hostNetwork: true,
          tolerations,
          containers: [{ name: "cilium-operator", image: image("operator-generic") }],
        },
      },
    },
  };
  const settings = ["kubeProxyReplacement", "k8sServiceHost", "k8sServicePort", "MTU", "devices"];
  const data = settings.map((name) => `  ${name}: '{{ .Values.${name} }}'\n`).join("");
  const config = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: cilium-config\n  namespace: ${namespace}\ndata:\n${data}`;
  const files: Readonly<Record<string, string>> = {
    "Chart.yaml": stringify({
      apiVersion: "v2",
      name: "cilium",
      version,
      appVersion: version,
      description: "A stand-in for tests of lab: not Cilium's own chart",
    }),
    "values.yaml": stringify({
      kubeProxyReplacement: "false",
      k8sServiceHost: "",
      k8sServicePort: "",
      MTU: 0,
      devices: "",
      operator: { replicas: 2 },
      hubble: { enabled: true, relay: { enabled: false }, ui: { enabled: false } },
    }),
    "templates/cilium-config.yaml": config,
    "templates/cilium-agent.yaml": stringify(daemon),
    "templates/cilium-operator.yaml": stringify(operator),
  };
  return gzipSync(
    tar(
      Object.entries(files).map(([name, text]) => ({ name: `cilium/${name}`, content: Buffer.from(text) })),
    ),
  );
}
