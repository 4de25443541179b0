import { mkdirSync, writeFileSync } from "node:fs";
import { stringify } from "yaml";
import { fieldsAt, type Json } from "../core/json.ts";
import { imagesOf } from "../core/release.ts";
import { apiserverArguments, etcdArguments, managerArguments } from "./component-arguments.ts";
import { pkiFolder } from "./pki.ts";
import { type Argument, argumentsOf, type ClusterSettings, hostPort, type NodeSettings } from "./settings.ts";

/** Where static pods are declared. */
export const manifestFolder = "/etc/kubernetes/manifests";

/** The static pods of a control plane; etcd where it is stacked. */
export const controlPlanePods = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;

/** Writes a static pod's manifest. `initialCluster` concerns etcd: NAME=URL,… */
export function writeManifest(
  name: string,
  cluster: ClusterSettings,
  node: NodeSettings,
  initialCluster = "",
): void {
  mkdirSync(manifestFolder, { recursive: true });
  writeFileSync(`${manifestFolder}/${name}.yaml`, manifestOf(name, cluster, node, initialCluster), {
    mode: 0o600,
  });
}

/** The text of a static pod's manifest. */
export function manifestOf(
  name: string,
  cluster: ClusterSettings,
  node: NodeSettings,
  initialCluster = "",
): string {
  const image = imagesOf(cluster.release, cluster.images).get(name) ?? "";
  const annotations = {
    ...(name === "etcd"
      ? { "kubeadm.kubernetes.io/etcd.advertise-client-urls": `https://${hostPort(node.advertise, "2379")}` }
      : {}),
    ...(name === "kube-apiserver"
      ? {
          "kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint": hostPort(
            node.advertise,
            node.port,
          ),
        }
      : {}),
  };
  const { args, folders, probe } = detailsOf(name, cluster, node, initialCluster);
  return stringify(
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
        labels: { component: name, tier: "control-plane" },
        name,
        namespace: "kube-system",
      },
      spec: {
        containers: [
          {
            command: [name, ...args.map(([flag, value]) => `--${flag}=${value}`)],
            image,
            imagePullPolicy: "IfNotPresent",
            livenessProbe: {
              httpGet: { host: node.advertise.includes(":") ? "::1" : "127.0.0.1", ...probe },
            },
            name,
            resources: { requests: { cpu: "100m" } },
            volumeMounts: folders.map((path) => ({ mountPath: path, name: volumeName(path) })),
          },
        ],
        hostNetwork: true,
        priority: 2_000_001_000,
        priorityClassName: "system-node-critical",
        securityContext: { seccompProfile: { type: "RuntimeDefault" } },
        volumes: folders.map((path) => ({
          hostPath: { path, type: path.endsWith(".conf") ? "FileOrCreate" : "DirectoryOrCreate" },
          name: volumeName(path),
        })),
      },
      status: {},
    },
    { lineWidth: 0 },
  );
}

interface Details {
  readonly args: readonly Argument[];
  readonly folders: readonly string[];
  readonly probe: { readonly path: string; readonly port: number; readonly scheme: string };
}

function detailsOf(
  name: string,
  cluster: ClusterSettings,
  node: NodeSettings,
  initialCluster: string,
): Details {
  const { document } = cluster;
  switch (name) {
    case "kube-apiserver": {
      const args = merged(
        apiserverArguments(cluster, node),
        fieldsAt(document, "apiServer").extraArgs ?? null,
      );
      return {
        args,
        folders: ["/etc/ssl/certs", pkiFolder],
        probe: { path: "/livez", port: Number(node.port), scheme: "HTTPS" },
      };
    }
    case "kube-controller-manager": {
      const args = merged(
        managerArguments(cluster),
        fieldsAt(document, "controllerManager").extraArgs ?? null,
      );
      const folders = ["/etc/ssl/certs", pkiFolder, "/etc/kubernetes/controller-manager.conf"];
      return { args, folders, probe: { path: "/healthz", port: 10_257, scheme: "HTTPS" } };
    }
    case "kube-scheduler": {
      const conf = "/etc/kubernetes/scheduler.conf";
      const own: Argument[] = [
        ["authentication-kubeconfig", conf],
        ["authorization-kubeconfig", conf],
        ["bind-address", "127.0.0.1"],
        ["kubeconfig", conf],
        ["leader-elect", "true"],
      ];
      const args = merged(own, fieldsAt(document, "scheduler").extraArgs ?? null);
      return { args, folders: [conf], probe: { path: "/healthz", port: 10_259, scheme: "HTTPS" } };
    }
    default: {
      const args = merged(
        etcdArguments(cluster, node, initialCluster),
        fieldsAt(document, "etcd", "local").extraArgs ?? null,
      );
      return {
        args,
        folders: [cluster.etcdFolder, `${pkiFolder}/etcd`],
        probe: { path: "/health?serializable=true", port: 2381, scheme: "HTTP" },
      };
    }
  }
}

function merged(own: readonly Argument[], extra: Json): readonly Argument[] {
  const given = argumentsOf(extra);
  const names = new Set(given.map(([name]) => name));
  return [...own.filter(([name]) => !names.has(name)), ...given].sort(([a], [b]) => (a < b ? -1 : 1));
}

function volumeName(path: string): string {
  return path.replace(/^\//, "").replace(/[^a-z0-9]+/g, "-");
}
