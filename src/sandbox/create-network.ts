import ipaddr from "ipaddr.js";
import { InternalError } from "../errors.ts";
import type { ContainerEngine } from "./container-engine.ts";

/** Another process may take a subnet in the moment between two steps. */
const attempts = 10;

/**
 * Creates a network whose hosts have fixed addresses, so that each is found again where it was when it has rebooted;
 * returns the subnet. The engine itself chooses a free one, but grants fixed addresses only in a subnet that it was
 * asked for: so the network is made twice.
 */
export async function createNetwork(
  engine: ContainerEngine,
  name: string,
  labels: Readonly<Record<string, string>>,
): Promise<string> {
  const docker = engine.container.dockerode;
  const options = { Name: name, CheckDuplicate: true, Labels: { ...labels } };
  for (let attempt = 1; ; attempt += 1) {
    const chosen = await docker.createNetwork(options);
    const { IPAM } = await chosen.inspect();
    const subnet = IPAM?.Config?.find((config) => config.Subnet?.includes("."))?.Subnet;
    if (subnet === undefined) throw new InternalError(`the network ${name} has no IPv4 subnet`);
    await chosen.remove();
    try {
      await docker.createNetwork({ ...options, IPAM: { Driver: "default", Config: [{ Subnet: subnet }] } });
      return subnet;
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
}

/** The address of the host with that index, counted from 0; the first one of a subnet is the engine's own. */
export function addressIn(subnet: string, index: number): string {
  const [network, length] = ipaddr.IPv4.parseCIDR(subnet);
  const [a = 0, b = 0, c = 0, d = 0] = network.toByteArray();
  const number = ((a * 256 + b) * 256 + c) * 256 + d + 2 + index;
  if (2 + index >= 2 ** (32 - length) - 1) throw new InternalError(`${subnet} is too small for its hosts`);
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join(".");
}
