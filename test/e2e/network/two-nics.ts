import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findContainerEngine } from "../../../src/sandbox/container-engine.ts";
import { addressIn, createNetwork } from "../../../src/sandbox/create-network.ts";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { sandboxLabels } from "../../../src/sandbox/sandbox-objects.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";

/** A host with an interface that lab is not connected through, eth1, and with netplan. */
export interface TwoNicHost {
  readonly sandbox: FreshSandbox;
  readonly host: SandboxHost;
  /** Of eth1, as the engine has set it: "172.20.0.2/16". */
  readonly second: string;
  /** What is to be as before when all was taken back: names, addresses, routes, files. */
  state(): Promise<string>;
  /** Runs sh as root; throws where that fails. */
  run(script: string): Promise<string>;
}

/** Starts the host. Its second network goes with the sandbox. Cost: about 15 s, most of it apt. */
export async function startTwoNicHost(): Promise<TwoNicHost> {
  const sandbox = await freshHosts(1);
  const [host] = sandbox.hosts;
  const engine = await findContainerEngine();
  if (!host || !engine) throw new Error("no host");
  const name = `lab-${sandbox.name}-second`;
  const subnet = await createNetwork(engine, name, { [sandboxLabels.name]: sandbox.name });
  await engine.container.dockerode.getNetwork(name).connect({
    Container: host.containerId,
    EndpointConfig: { IPAMConfig: { IPv4Address: addressIn(subnet, 0) } },
  });
  const run = async (script: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await host.exec(script);
    if (exitCode !== 0) throw new Error(`${script}: ${stdout}${stderr}`);
    return stdout;
  };
  await run(
    "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends netplan.io >/run/apt.log",
  );
  await run(await installing("udevadm-stand-in.sh", "/usr/bin/udevadm"));
  const second = `${addressIn(subnet, 0)}/${subnet.split("/")[1]}`;
  return { sandbox, host, second, run, state: () => run(stateScript) };
}

/** sh that puts a stand-in in place. */
export async function installing(standIn: string, path: string): Promise<string> {
  const text = await readFile(join(import.meta.dirname, standIn), "base64");
  return `printf %s '${text}' | base64 -d >${path} && chmod 755 ${path}`;
}

const stateScript = `ip -o link show | sed 's/^[0-9]*: //; s/ state .*//'
ip -o addr show scope global | sed 's/^[0-9]*: //; s/ tentative//; s/valid_lft.*//'
ip route show
ls -l /etc/netplan /etc/systemd/network | grep -v '^total'
systemctl is-active systemd-networkd || true`;
