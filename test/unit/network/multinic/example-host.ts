import type { HostInterfaces, HostLink } from "../../../../src/network/multinic/host-state.ts";
import { type SoundInterface, soundInterface } from "../../../../src/network/multinic/wanted-interface.ts";

/** A network card that nobody has set up. */
export function link(name: string, mac: string, given: Partial<HostLink> = {}): HostLink {
  const bare = { isUp: false, mtu: 1500, kind: "", master: "", parent: "", addresses: [], routes: [] };
  return { name, mac, ...bare, ...given };
}

/** The hardware address of card `number`. */
export function mac(number: number): string {
  return `fa:16:3e:00:00:0${number}`;
}

/** A host with its own card, by which it is reached, and these further ones. */
export function host(links: readonly HostLink[], given: Partial<HostInterfaces> = {}): HostInterfaces {
  const own = link("ens3", "52:54:00:00:00:01", {
    isUp: true,
    addresses: [{ address: "192.0.2.11/24", isDynamic: false }],
    routes: [{ to: "default", via: "192.0.2.1", metric: 0, protocol: "static" }],
  });
  return { backend: "netplan", links: [own, ...links], own: [], configured: ["ens3"], ...given };
}

/** An interface with everything that one may have. */
export const rich: SoundInterface = {
  mac: mac(1),
  addresses: ["10.30.0.5/24", "fd00:30::5/64"],
  routes: [{ to: "10.31.0.0/16", via: "10.30.0.1", metric: 50 }, { to: "10.32.0.0/16" }],
  mtu: 9000,
};

/** One with nothing but its name, as system C has them. */
export const plain: SoundInterface = { mac: mac(2), addresses: [], routes: [], mtu: 1500 };

/** What is asked for, which must make sense. */
export function sound(wanted: Parameters<typeof soundInterface>[0]): SoundInterface {
  const read = soundInterface(wanted);
  if ("problem" in read) throw new Error(read.problem);
  return read;
}
