import type { HostLink, HostRoute } from "./host-state.ts";
import type { SoundInterface, WantedRoute } from "./wanted-interface.ts";

/** What an interface has to get, and lose, until it is as asked for. */
export interface InterfaceDifference {
  /** Name, state or MTU are others. */
  readonly isOther: boolean;
  readonly missingAddresses: readonly string[];
  /** Addresses that nobody asked for, and that no router or DHCP has given. */
  readonly strayAddresses: readonly string[];
  readonly missingRoutes: readonly WantedRoute[];
  readonly strayRoutes: readonly HostRoute[];
}

/** Compares an interface with what is asked for. Pure. */
export function interfaceDifference(
  link: HostLink,
  { addresses, routes, mtu }: SoundInterface,
  name: string,
): InterfaceDifference {
  const has = new Set(link.addresses.map(({ address }) => address));
  return {
    isOther: link.name !== name || !link.isUp || link.mtu !== mtu,
    missingAddresses: addresses.filter((address) => !has.has(address)),
    strayAddresses: link.addresses.flatMap(({ address, isDynamic }) =>
      isDynamic || addresses.includes(address) ? [] : [address],
    ),
    missingRoutes: routes.filter((route) => !link.routes.some((one) => isSame(route, one))),
    strayRoutes: link.routes.filter(
      (route) => route.protocol === "static" && !routes.some((one) => isSame(one, route)),
    ),
  };
}

/** Whether nothing is left to do. */
export function isSettled(difference: InterfaceDifference): boolean {
  const { isOther, missingAddresses, strayAddresses, missingRoutes, strayRoutes } = difference;
  const lists = [missingAddresses, strayAddresses, missingRoutes, strayRoutes];
  return !isOther && lists.every((list) => list.length === 0);
}

/** A metric that nobody asked for is the kernel's choice. */
function isSame({ to, via = "", metric }: WantedRoute, route: HostRoute): boolean {
  return route.to === to && route.via === via && (metric === undefined || route.metric === metric);
}
