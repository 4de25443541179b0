import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { parse } from "yaml";
import { type Json, listAt, textAt } from "../core/json.ts";
import { manifestFolder } from "./manifests.ts";
import type { NodeSettings } from "./settings.ts";
import { kubeletSocket } from "./start-kubelet.ts";

/** The settings of a node that is part of a cluster, as its files tell. */
export function ownNode(): NodeSettings {
  const endpoint = annotationOf(
    "kube-apiserver",
    "kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint",
  );
  const [, host = "", port = "6443"] = /^\[?(.*?)\]?:(\d+)$/.exec(endpoint) ?? [];
  return {
    name: ownName(),
    advertise: host,
    port,
    criSocket: kubeletSocket(),
    kubeletArguments: [],
    taints: null,
    ignored: [],
    skipped: [],
    pullImages: true,
  };
}

/** Whether this host is a control plane. */
export function isControlPlane(): boolean {
  return existsSync(`${manifestFolder}/kube-apiserver.yaml`);
}

/** A flag in a static pod's command; "" where it has none. */
export function manifestFlag(name: string, flag: string): string {
  const words = listAt(manifestOnDisk(name), "spec", "containers", 0, "command").map(String);
  return words.find((word) => word.startsWith(`--${flag}=`))?.slice(flag.length + 3) ?? "";
}

/** The image of a static pod; "" where it is not there. */
export function manifestImage(name: string): string {
  return textAt(manifestOnDisk(name), "spec", "containers", 0, "image");
}

function annotationOf(name: string, annotation: string): string {
  return textAt(manifestOnDisk(name), "metadata", "annotations", annotation);
}

function manifestOnDisk(name: string): Json {
  const path = `${manifestFolder}/${name}.yaml`;
  const value: Json = existsSync(path) ? parse(readFileSync(path, "utf8")) : null;
  return value;
}

function ownName(): string {
  const env = existsSync("/var/lib/kubelet/kubeadm-flags.env")
    ? readFileSync("/var/lib/kubelet/kubeadm-flags.env", "utf8")
    : "";
  return /--hostname-override=([^\s"]+)/.exec(env)?.[1] ?? hostname().toLowerCase();
}
