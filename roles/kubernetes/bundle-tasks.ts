import { bundleItem } from "../../src/bundle/bundle-item.ts";
import { bundledArchiveModule as bundledArchive } from "../../src/bundle/bundled-archive.ts";
import { bundledBinaryModule as bundledBinary } from "../../src/bundle/bundled-binary.ts";
import { bundledDebModule as bundledDeb } from "../../src/bundle/bundled-deb.ts";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import { compareVersions, parseKubernetesVersion, tagOf } from "../../src/kubernetes/kubernetes-version.ts";
import { directoryModule as directory } from "../../src/resources/directory.ts";
import { templateModule as template } from "../../src/resources/template.ts";
import { type RoleTask, task } from "../../src/role/role.ts";
import { systemFacts } from "../../src/role/system-facts.ts";
import type { WantedSoftware } from "./component.ts";
import { argumentsFile } from "./kubelet-tasks.ts";

const uses = { facts: systemFacts({}) };

interface BundleOptions {
  readonly bundle: string;
  /** Names of packages that are installed first. */
  readonly debs: readonly string[];
  /** Handlers that are told of another kubelet. */
  readonly notify: readonly string[];
}

/** Software from a bundle, at the places where packages put it, with the units that packages bring. */
export function bundleTasks(
  wanted: readonly WantedSoftware[],
  version: string,
  { bundle, debs, notify }: BundleOptions,
): RoleTask[] {
  const chosen = wanted.map((one) => (one.name === "crictl" ? fittingCrictl(bundle, one, version) : one));
  for (const one of chosen) refuseMissing(bundle, one);
  return [
    ...(debs.length === 0 ? [] : [installDebs(bundle, debs)]),
    ...chosen.map((one) => putInPlace(one, bundle, one.name === "kubelet" ? notify : [])),
    ...(wanted.some(({ name }) => name === "kubelet") ? kubeletUnit(notify) : []),
  ];
}

/** Without a version that is asked for: the newest of the minor of Kubernetes, as crictl counts its releases like that. */
function fittingCrictl(bundle: string, crictl: WantedSoftware, version: string): WantedSoftware {
  if (crictl.version !== null) return crictl;
  const ours = parseKubernetesVersion(version);
  const fitting = readBundle(bundle)
    .items.filter(({ name, kind }) => name === crictl.name && kind === crictl.kind)
    .flatMap((item) => parseKubernetesVersion(item.version ?? "") ?? [])
    .filter(({ major, minor }) => major === ours?.major && minor === ours.minor)
    .toSorted(compareVersions);
  const newest = fitting.at(-1);
  return newest === undefined ? crictl : { ...crictl, version: tagOf(newest) };
}

/** A bundle that lacks an item for every architecture is told of before any host is asked for its own. */
function refuseMissing(bundle: string, { name, kind, version }: WantedSoftware): void {
  const named = readBundle(bundle).items.filter((item) => item.kind === kind && item.name === name);
  const versions = named.map((item) => item.version?.replace(/^v/, ""));
  if (version === null ? named.length > 0 : versions.includes(version.replace(/^v/, ""))) return;
  bundleItem(bundle, { name, kind, arch: "amd64", ...(version === null ? {} : { version }) });
}

function installDebs(bundle: string, names: readonly string[]): RoleTask {
  return task(
    `Install ${names.join(", ")} of the bundle`,
    bundledDeb,
    ({ facts }) => ({ bundle, name: [...names], arch: facts.architecture }),
    { uses },
  );
}

function putInPlace(
  { name, kind, version, dest }: WantedSoftware,
  bundle: string,
  notify: readonly string[],
) {
  const item = { bundle, name, ...(version === null ? {} : { version }), dest };
  return kind === "cni-plugins"
    ? task("Unpack the CNI plugins", bundledArchive, ({ facts }) => ({ ...item, arch: facts.architecture }), {
        uses,
      })
    : task(`Put ${name} in place`, bundledBinary, ({ facts }) => ({ ...item, arch: facts.architecture }), {
        uses,
        notify,
      });
}

const units = "/usr/lib/systemd/system";

/**
 * What the packages kubelet and kubeadm bring beside the programs, at the same places: so packages can take over later, and
 * what the administrator has written below /etc still counts.
 */
function kubeletUnit(notify: readonly string[]): RoleTask[] {
  return [
    task("Create the folder of static pods", directory, { path: "/etc/kubernetes/manifests" }),
    task("Create the kubelet's folder", directory, { path: "/var/lib/kubelet" }),
    task(
      "Describe the kubelet's service",
      template,
      { src: "kubernetes/kubelet.service.hbs", dest: `${units}/kubelet.service`, mode: "0644" },
      { notify },
    ),
    task("Create the folder of additions to the kubelet's service", directory, {
      path: `${units}/kubelet.service.d`,
    }),
    task(
      "Run the kubelet as kubeadm configures it",
      template,
      ({ facts }) => ({
        src: "kubernetes/10-kubeadm.conf.hbs",
        dest: `${units}/kubelet.service.d/10-kubeadm.conf`,
        mode: "0644",
        vars: { arguments_file: argumentsFile(facts) },
      }),
      { uses, notify },
    ),
  ];
}
