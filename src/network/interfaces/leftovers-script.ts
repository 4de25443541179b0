import { shQuote } from "../../resources/sh-quote.ts";
import type { NodeInterface } from "../../role/role-context.ts";
import { expectationsOf } from "./expectations.ts";
import type { KernelLink, KernelState } from "./kernel-state.ts";

/**
 * Lines of sh that take from interfaces the addresses and default routes that nothing will bring back after a reboot:
 * services keep what they find, and a host that is reached at such an address proves nothing. What DHCP or a router gave is
 * left to them, and so are addresses of one host (/32, /128), by which services move virtual addresses about. A default
 * route made by hand goes also where the same one is declared, which comes beside it otherwise. Pure.
 */
export function leftoverLines(interfaces: readonly NodeInterface[], { links }: KernelState): string[] {
  const expected = expectationsOf(interfaces);
  const isWanted = (link: KernelLink, address: string): boolean =>
    expected.some((one) => one.kind === "address" && one.link === link.name && one.address === address);
  const isWay = (link: KernelLink, family: 4 | 6, via: string | null): boolean =>
    expected.some(
      (one) =>
        one.kind === "route" &&
        one.link === link.name &&
        one.to === "default" &&
        one.family === family &&
        one.via === via,
    );
  return links
    .filter(({ name }) => interfaces.some((wanted) => wanted.name === name))
    .flatMap((link) => {
      const dev = shQuote(link.name);
      const addresses = link.addresses.filter(
        ({ address, isDynamic }) => !isDynamic && hasNetwork(address) && !isWanted(link, address),
      );
      const routes = link.routes.filter(
        ({ to, family, via, protocol }) =>
          to === "default" &&
          !given.has(protocol ?? "") &&
          !(protocol === "static" && isWay(link, family, via)),
      );
      return [
        ...routes.map(({ family, spec }) => `ip -${family} route del ${spec} dev ${dev} 2>/dev/null || :`),
        ...addresses.map(({ address }) => `ip addr del ${address} dev ${dev} 2>/dev/null || :`),
      ];
    });
}

function hasNetwork(address: string): boolean {
  return address.includes("/") && !/\/(32|128)$/.test(address);
}

const given: ReadonlySet<string> = new Set(["dhcp", "ra", "redirect", "kernel"]);
