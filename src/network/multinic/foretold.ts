import type { HostInterfaces } from "./host-state.ts";
import type { SoundInterface } from "./wanted-interface.ts";

/** What a host will answer once an interface is set up. Pure. */
export function foretold(
  host: HostInterfaces,
  name: string,
  { mac, mtu, addresses, routes }: SoundInterface,
): HostInterfaces {
  const own = host.own.filter((file) => file.name !== name && file.mac !== mac);
  return {
    ...host,
    own: [...own, { name, mac }],
    links: host.links.map((link) => {
      if (link.mac !== mac) return link;
      const dynamic = link.addresses.filter(({ isDynamic }) => isDynamic);
      const wanted = routes.map(({ to, via = "", metric = 0 }) => ({ to, via, metric, protocol: "static" }));
      return {
        ...link,
        name,
        mtu,
        isUp: true,
        addresses: [...dynamic, ...addresses.map((address) => ({ address, isDynamic: false }))],
        routes: [...link.routes.filter(({ protocol }) => protocol !== "static"), ...wanted],
      };
    }),
  };
}
