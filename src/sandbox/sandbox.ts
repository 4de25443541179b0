import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { InputError } from "../errors.ts";
import { countOf } from "../input/count-of.ts";
import { type ContainerEngine, findContainerEngine, requireContainerEngine } from "./container-engine.ts";
import { addressIn, createNetwork } from "./create-network.ts";
import { ensureHostImage } from "./host-image.ts";
import { allowInotifyFor } from "./inotify.ts";
import { generateKeyPair, type KeyPair } from "./key-pair.ts";
import { type ClusterLayout, checkLayout, defaultLayout, renderClusters } from "./layout.ts";
import { withMachineLock } from "./machine-lock.ts";
import type { Progress } from "./progress.ts";
import { filesIn, knownHostsLine, removeFiles, type SandboxFiles, writeFiles } from "./sandbox-folder.ts";
import { attachHost, type HostRecord, type SandboxHost } from "./sandbox-host.ts";
import { removeObjects, type SandboxSummary, sandboxesOf, sandboxLabels } from "./sandbox-objects.ts";
import { waitForSsh } from "./wait-for-ssh.ts";

/** What a sandbox is to be. */
export interface SandboxOptions {
  readonly name: string;
  /** How many hosts, in one cluster with one control plane; or their whole layout. */
  readonly layout: number | readonly ClusterLayout[];
  /** Where its files go; `.lab/sandbox/NAME` where not given. */
  readonly folder?: string;
  readonly progress: Progress;
  /** Once aborted, the step at work is finished, everything is removed again, and `up` throws its reason. */
  readonly signal?: AbortSignal;
}

/** A sandbox that runs, and goes on running when this process ends. */
export interface Sandbox {
  readonly name: string;
  readonly files: SandboxFiles;
  /** In the order of the layout. */
  readonly hosts: readonly SandboxHost[];
}

const loginUser = "lab";
const adminUser = "admin";

/**
 * Starts throwaway hosts with systemd and sshd, and writes the inventory that reaches them. Sets up what the machine
 * lacks: an engine, the image. Leaves nothing behind when it fails. Throws InputError.
 */
export async function up(options: SandboxOptions): Promise<Sandbox> {
  const clusters = typeof options.layout === "number" ? defaultLayout(options.layout) : options.layout;
  checkLayout(options.name, clusters);
  const engine = await requireContainerEngine(options.progress);
  return withMachineLock(`lab-sandbox-${options.name}`, async () => {
    await refuseExisting(engine, options.name);
    const files = filesIn(resolve(options.folder ?? `.lab/sandbox/${options.name}`));
    try {
      const image = await ensureHostImage(engine, options.progress);
      options.signal?.throwIfAborted();
      return await start(engine, image, clusters, files, options);
    } catch (error) {
      await removeObjects(engine, options.name);
      await removeFiles(files.folder);
      // Ctrl-C also reaches the programs that build the image: their failure is not the reason then.
      options.signal?.throwIfAborted();
      throw error;
    }
  });
}

/** Removes a sandbox: hosts, network and files. Returns what it was, or null where there is none of that name. */
export async function down(name: string): Promise<SandboxSummary | null> {
  const engine = await findContainerEngine();
  if (!engine) return null;
  const found = (await sandboxesOf(engine)).find((sandbox) => sandbox.name === name);
  if (!found) return null;
  await removeObjects(engine, name);
  if (found.folder !== "") await removeFiles(found.folder);
  return found;
}

/** All sandboxes of this machine; none where no engine answers. */
export async function list(): Promise<SandboxSummary[]> {
  const engine = await findContainerEngine();
  return engine ? sandboxesOf(engine) : [];
}

async function refuseExisting(engine: ContainerEngine, name: string): Promise<void> {
  const found = (await sandboxesOf(engine)).find((sandbox) => sandbox.name === name);
  if (!found) return;
  throw new InputError({
    message: `a sandbox "${name}" exists already, with ${countOf(found.hosts.length, "host")}`,
    hint: `remove it first: lab sandbox down ${name}`,
  });
}

async function start(
  engine: ContainerEngine,
  image: string,
  clusters: readonly ClusterLayout[],
  files: ReturnType<typeof filesIn>,
  options: SandboxOptions,
): Promise<Sandbox> {
  const { name, progress } = options;
  const nodes = clusters.flatMap((cluster) => cluster.nodes.map((node) => node.name));
  await allowInotifyFor(nodes.length, progress);
  progress(`Starting ${countOf(nodes.length, "host")}: ${nodes.join(", ")}`);
  const labels = {
    [sandboxLabels.name]: name,
    [sandboxLabels.created]: new Date().toISOString(),
    [sandboxLabels.folder]: files.folder,
  };
  const network = `lab-${name}`;
  const subnet = await createNetwork(engine, network, labels);
  const key = generateKeyPair(`lab sandbox ${name}`);
  const base = { image, network, labels, authorizedKey: key.publicKey, sandbox: name };
  const started = await Promise.allSettled(
    nodes.map((node, index) => startHost(node, { ...base, address: addressIn(subnet, index) }, files)),
  );
  options.signal?.throwIfAborted();
  const hosts = started.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
  const records = hosts.map((host) => host.record);
  await writeFiles(files, {
    clusters: renderClusters(clusters, records, { ...files.names, user: loginUser }),
    key: key.privateKey,
    knownHosts: hosts.map((host) => knownHostsLine(host.record, host.hostKey.publicKey)).join(""),
  });
  return { name, files, hosts: records.map(attachHost) };
}

async function startHost(
  name: string,
  base: {
    readonly sandbox: string;
    readonly image: string;
    readonly network: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly authorizedKey: string;
    readonly address: string;
  },
  files: SandboxFiles,
): Promise<{ readonly record: HostRecord; readonly hostKey: KeyPair }> {
  const { startHostContainer } = await import("./host-container.ts");
  const hostKey = generateKeyPair(name);
  const adminPassword = randomBytes(12).toString("base64url");
  const { address } = base;
  const container = await startHostContainer({
    ...base,
    name,
    containerName: `lab-${base.sandbox}-${name}`,
    labels: { ...base.labels, [sandboxLabels.host]: name },
    hostKey,
    adminPassword,
  });
  await waitForSsh(name, address, 22);
  const record = {
    ...{ name, address, port: 22, user: loginUser, adminUser, adminPassword },
    ...{ keyPath: files.key, knownHostsPath: files.knownHosts, containerId: container.getId() },
  };
  return { record, hostKey };
}
