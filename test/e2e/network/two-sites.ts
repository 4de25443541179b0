import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { type ContainerEngine, requireContainerEngine } from "../../../src/sandbox/container-engine.ts";
import { addressIn, createNetwork } from "../../../src/sandbox/create-network.ts";
import { startHostContainer } from "../../../src/sandbox/host-container.ts";
import { ensureHostImage } from "../../../src/sandbox/host-image.ts";
import { generateKeyPair } from "../../../src/sandbox/key-pair.ts";
import { knownHostsLine } from "../../../src/sandbox/sandbox-folder.ts";
import { attachHost, type SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { sandboxLabels } from "../../../src/sandbox/sandbox-objects.ts";
import { waitForSsh } from "../../../src/sandbox/wait-for-ssh.ts";
import { removeTestSandbox, sandboxNameOfRun } from "../test-sandboxes.ts";

/** Names of hosts, by the site that they are in. */
export interface SitePlan {
  readonly site1: readonly string[];
  readonly site2: readonly string[];
  /**
   * Whether the router hides site 2 behind its own address in site 1, as routers at home do: what begins in site 1 does not
   * reach site 2.
   */
  readonly nat?: boolean;
}

/** Two networks of hosts that reach each other through a router alone; the machine of the test reaches all of them. */
export interface TwoSites {
  /** Those of site 1 first, in the order of the plan. */
  readonly hosts: readonly SandboxHost[];
  /** Throws where there is none of that name. */
  host(name: string): SandboxHost;
  readonly router: SandboxHost;
  /** In CIDR notation. */
  readonly subnets: { readonly site1: string; readonly site2: string };
  /** A file for `known_hosts` of clusters.json. */
  readonly knownHosts: string;
  /** From now on nothing gets from one site to the other; `isCut: false` takes that back. */
  cut(isCut?: boolean): Promise<void>;
  /** For afterAll; the end of the run removes what no test removed, but for a folder for temporary files. */
  remove(): Promise<void>;
}

interface Base {
  readonly engine: ContainerEngine;
  readonly sandbox: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly authorizedKey: string;
}

interface StartedHost {
  readonly host: SandboxHost;
  readonly knownAs: string;
}

/**
 * Starts hosts in two Docker networks, and a router between them. All have /dev/net/tun. Cost: about a second a host; with
 * `nat` the router installs nftables. Routes are gone when a host reboots.
 */
export async function twoSites(plan: SitePlan): Promise<TwoSites> {
  const sandbox = `${sandboxNameOfRun(inject("run"))}-${randomBytes(3).toString("hex")}`;
  const folder = await mkdtemp(join(tmpdir(), "lab-two-sites-"));
  const remove = async (): Promise<void> => {
    await removeTestSandbox(sandbox);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { hosts, router, subnets } = await startSites(plan, await baseOf(sandbox, folder));
    return {
      hosts,
      host: (name) => present(hosts.find((host) => host.name === name)),
      router,
      subnets,
      knownHosts: join(folder, "known_hosts"),
      cut: (isCut = true) => must(router, `echo ${isCut ? 0 : 1} >/proc/sys/net/ipv4/ip_forward`),
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function baseOf(sandbox: string, folder: string): Promise<Base> {
  const engine = await requireContainerEngine(() => undefined);
  const image = await ensureHostImage(engine, () => undefined);
  const key = generateKeyPair(sandbox);
  await writeFile(join(folder, "key"), key.privateKey, { mode: 0o600 });
  const labels = {
    [sandboxLabels.name]: sandbox,
    [sandboxLabels.created]: new Date().toISOString(),
    [sandboxLabels.folder]: folder,
  };
  return { engine, sandbox, image, labels, folder, authorizedKey: key.publicKey };
}

async function startSites(
  { site1, site2, nat = false }: SitePlan,
  base: Base,
): Promise<Pick<TwoSites, "hosts" | "router" | "subnets">> {
  const { engine, sandbox, labels } = base;
  const [network1, network2] = [`lab-${sandbox}-1`, `lab-${sandbox}-2`];
  // One after the other: the engine might choose the same subnet for both.
  const subnets = {
    site1: await createNetwork(engine, network1, labels),
    site2: await createNetwork(engine, network2, labels),
  };
  // The router has the first address of each, so that it is told apart from hosts.
  const [gate1, gate2] = [addressIn(subnets.site1, 0), addressIn(subnets.site2, 0)];
  const started = await Promise.all([
    startHost("router", network1, gate1, base),
    ...site1.map((name, index) => startHost(name, network1, addressIn(subnets.site1, index + 1), base)),
    ...site2.map((name, index) => startHost(name, network2, addressIn(subnets.site2, index + 1), base)),
  ]);
  await writeFile(join(base.folder, "known_hosts"), started.map(({ knownAs }) => knownAs).join(""));
  const [router, ...hosts] = started.map(({ host }) => host);
  if (!router) throw new Error("a router was wanted");
  await enterNetwork(engine, network2, router, gate2);
  await must(router, "echo 1 >/proc/sys/net/ipv4/ip_forward");
  const ofSite1 = nat ? [] : hosts.slice(0, site1.length);
  await Promise.all([
    ...ofSite1.map((host) => addRoute(host, subnets.site2, gate1)),
    ...hosts.slice(site1.length).map((host) => addRoute(host, subnets.site1, gate2)),
    ...(nat ? [hide(router, subnets.site2)] : []),
  ]);
  return { hosts, router, subnets };
}

async function startHost(name: string, network: string, address: string, base: Base): Promise<StartedHost> {
  const { sandbox, labels, image, authorizedKey, folder } = base;
  const hostKey = generateKeyPair(name);
  const adminPassword = randomBytes(12).toString("base64url");
  const container = await startHostContainer({
    ...{ name, network, address, image, authorizedKey, hostKey, adminPassword },
    containerName: `lab-${sandbox}-${name}`,
    labels: { ...labels, [sandboxLabels.host]: name },
  });
  await waitForSsh(name, address, 22);
  const record = {
    ...{ name, address, port: 22, user: "lab", adminUser: "admin", adminPassword },
    ...{ keyPath: join(folder, "key"), knownHostsPath: join(folder, "known_hosts") },
    containerId: container.getId(),
  };
  const host = attachHost(record);
  await must(host, "mkdir -p /dev/net && mknod -m 600 /dev/net/tun c 10 200");
  return { host, knownAs: knownHostsLine(record, hostKey.publicKey) };
}

async function enterNetwork(
  engine: ContainerEngine,
  network: string,
  { containerId }: SandboxHost,
  address: string,
): Promise<void> {
  const EndpointConfig = { IPAMConfig: { IPv4Address: address } };
  await engine.container.dockerode.getNetwork(network).connect({ Container: containerId, EndpointConfig });
}

async function addRoute(host: SandboxHost, subnet: string, gateway: string): Promise<void> {
  await must(host, `ip route add ${subnet} via ${gateway}`);
}

/** What comes from site 2 gets the router's own address, wherever it goes. */
async function hide(router: SandboxHost, subnet: string): Promise<void> {
  await must(
    router,
    `apt-get install -y --no-install-recommends nftables >/dev/null
nft add table ip hide
nft add chain ip hide out '{ type nat hook postrouting priority 100; }'
nft add rule ip hide out ip saddr ${subnet} ip daddr != ${subnet} masquerade`,
  );
}

async function must(host: SandboxHost, script: string): Promise<void> {
  const { exitCode, stdout, stderr } = await host.exec(`set -e\n${script}`);
  if (exitCode !== 0) throw new Error(`${host.name}: ${script}: ${stdout}${stderr}`);
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the sites have no such host");
  return value;
}
