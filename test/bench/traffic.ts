import type { SandboxHost } from "../../src/sandbox/sandbox-host.ts";

/** Bytes that the network card of a host has received and sent so far; asked out of band, so that asking adds none. */
export async function trafficOf(host: SandboxHost): Promise<number> {
  const counters = "/sys/class/net/eth0/statistics";
  const { stdout } = await host.exec(`cat ${counters}/rx_bytes ${counters}/tx_bytes`);
  const [received = Number.NaN, sent = Number.NaN] = stdout.trim().split("\n").map(Number);
  if (!Number.isFinite(received + sent))
    throw new Error(`${host.name} does not count its traffic: ${stdout}`);
  return received + sent;
}
