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
export async function twoSites({ site1, site2, nat = false }: SitePlan): Promise<TwoSites> {
  const sandbox = `${sandboxNameOfRun(inject("run"))}-${randomBytes(3).toString("hex")}`;
  const engine = await requireContainerEngine(() => undefined);
  const folder = await mkdtemp(join(tmpdir(), "lab-two-sites-"));
  const labels = {
    [sandboxLabels.name]: sandbox,
    [sandboxLabels.created]: new Date().toISOString(),
    [sandboxLabels.folder]: folder,
  };
  const remove = async (): Promise<void> => {
    await removeTestSandbox(sandbox);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const image = await ensureHostImage(engine, () => undefined);
    const key = generateKeyPair(sandbox);
    await writeFile(join(folder, "key"), key.privateKey, { mode: 0o600 });
    const base = { engine, sandbox, image, labels, folder, authorizedKey: key.publicKey };
    const networks = [`lab-${sandbox}-1`, `lab-${sandbox}-2`] as const;
    // One after the other: the engine might choose the same subnet for both.
    const first = await createNetwork(engine, networks[0], labels);
    const second = await createNetwork(engine, networks[1], labels);
    const [started, router] = await Promise.all([
      Promise.all([
        ...site1.map((name, index) => startHost(name, networks[0], addressIn(first, index + 1), base)),
        ...site2.map((name, index) => startHost(name, networks[1], addressIn(second, index + 1), base)),
      ]),
      startHost("router", networks[0], addressIn(first, 0), base),
    ]);
    await enterNetwork(engine, networks[1], router.host, addressIn(second, 0));
    await router.host.exec("echo 1 >/proc/sys/net/ipv4/ip_forward");
    const hosts = started.map(({ host }) => host);
    await Promise.all([
      ...hosts
        .slice(0, site1.length)
        .filter(() => !nat)
        .map((host) => addRoute(host, second, addressIn(first, 0))),
      ...hosts.slice(site1.length).map((host) => addRoute(host, first, addressIn(second, 0))),
      ...(nat ? [hide(router.host, second)] : []),
    ]);
    const knownHosts = join(folder, "known_hosts");
    await writeFile(knownHosts, started.map(({ knownAs }) => knownAs).join(""));
    return {
      hosts,
      host: (name) => present(hosts.find((host) => host.name === name)),
      router: router.host,
      subnets: { site1: first, site2: second },
      knownHosts,
      async cut(isCut = true) {
        await must(router.host, `echo ${isCut ? 0 : 1} >/proc/sys/net/ipv4/ip_forward`);
      },
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
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
