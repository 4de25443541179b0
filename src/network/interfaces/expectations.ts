import ipaddr from "ipaddr.js";
import { shQuote } from "../../resources/sh-quote.ts";
import type { InterfaceRoute, NodeInterface } from "../../role/role-context.ts";
import type { KernelLink, KernelState } from "./kernel-state.ts";

/** Something that the kernel shows once an interface is configured. */
export type Expectation = {
  readonly link: string;
  /** It may be without a cable, or missing. */
  readonly isOptional: boolean;
} & (
  | { readonly kind: "link" }
  | { readonly kind: "mtu"; readonly mtu: number }
  | { readonly kind: "address"; readonly address: string }
  | {
      readonly kind: "route";
      readonly family: 4 | 6;
      readonly to: string;
      readonly via: string;
      readonly metric: number | null;
    }
);

/** What the kernel is to show of interfaces. What DHCP brings is not known. Pure. */
export function expectationsOf(interfaces: readonly NodeInterface[]): Expectation[] {
  return interfaces.flatMap((wanted): Expectation[] => {
    const { name: link, addresses, gateway, routes = [], mtu, optional: isOptional = false } = wanted;
    const ways = [...(gateway === undefined ? [] : [{ to: "default", via: gateway }]), ...routes];
    return [
      { kind: "link", link, isOptional },
      ...(mtu === undefined ? [] : [{ kind: "mtu" as const, link, isOptional, mtu }]),
      ...addresses.map((text) => ({ kind: "address" as const, link, isOptional, address: asKernel(text) })),
      ...ways.map((way) => ({ kind: "route" as const, link, isOptional, ...routeOf(way) })),
    ];
  });
}

function routeOf({ to, via, metric }: InterfaceRoute) {
  const isDefault = to === "default" || to.endsWith("/0");
  const family: 4 | 6 = via.includes(":") ? 6 : 4;
  const network = isDefault ? "default" : asKernel(to).replace(/\/(32|128)$/, "");
  return { family, to: network, via: asKernel(via), metric: metric ?? null };
}

/** The kernel's notation of an address or network. */
function asKernel(text: string): string {
  const [address = "", prefix] = text.split("/");
  const usual = ipaddr.isValid(address) ? ipaddr.parse(address).toString() : address;
  return prefix === undefined ? usual : `${usual}/${prefix}`;
}

/** What is not yet as expected, in words: "ens33 has no address 192.168.5.11/24". Pure. */
export function unmet(expectations: readonly Expectation[], { links }: KernelState): string[] {
  return expectations.flatMap((one) => {
    const link = links.find(({ name }) => name === one.link);
    return isMet(one, link) ? [] : [missingText(one)];
  });
}

function isMet(one: Expectation, link: KernelLink | undefined): boolean {
  if (one.isOptional && !link?.hasCarrier) return true;
  if (!link) return false;
  switch (one.kind) {
    case "link":
      return link.isUp;
    case "mtu":
      return link.mtu === one.mtu;
    case "address":
      return link.addresses.some(({ address }) => address === one.address);
    case "route":
      return link.routes.some(
        ({ family, to, via, metric }) =>
          family === one.family &&
          to === one.to &&
          via === one.via &&
          (one.metric === null || (metric ?? 0) === one.metric),
      );
  }
}

function missingText(one: Expectation): string {
  switch (one.kind) {
    case "link":
      return `${one.link} is not there, or not up`;
    case "mtu":
      return `${one.link} has not the MTU ${one.mtu}`;
    case "address":
      return `${one.link} has no address ${one.address}`;
    case "route":
      return `${one.link} has no ${one.to === "default" ? "default route" : `route to ${one.to}`} via ${one.via}`;
  }
}

/**
 * sh that waits until the kernel shows what is expected, half a second between looks; after `seconds` it says what is
 * missing and ends with 1. The services that configure interfaces do so in the background.
 */
export function waitScript(expectations: readonly Expectation[], seconds: number): string {
  if (expectations.length === 0) return ":";
  const checks = expectations.map(
    (one) =>
      `  ${one.isOptional ? `lab_off ${shQuote(one.link)} || ` : ""}${testOf(one)} || echo ${shQuote(missingText(one))}`,
  );
  return `lab_off() { [ "$(cat "/sys/class/net/$1/carrier" 2>/dev/null)" != 1 ]; }
lab_missing() {
${checks.join("\n")}
}
lab_left=${seconds * 2}
while lab_said=$(lab_missing); [ -n "$lab_said" ]; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    printf '%s\\n' "$lab_said" >&2
    ip -o link show >&2
    exit 1
  fi
  sleep 0.5
done`;
}

function testOf(one: Expectation): string {
  const link = shQuote(one.link);
  switch (one.kind) {
    case "link":
      return `ip -o link show dev ${link} up 2>/dev/null | grep -q .`;
    case "mtu":
      return `ip -o link show dev ${link} 2>/dev/null | grep -q ' mtu ${one.mtu} '`;
    case "address":
      return `ip -o addr show dev ${link} 2>/dev/null | grep -qF ' ${one.address} '`;
    case "route": {
      const metric = one.metric ? ` | grep -Eq ' metric ${one.metric}( |$)'` : " | grep -q .";
      return `ip -${one.family} route show exact ${one.to} via ${one.via} dev ${link} 2>/dev/null${metric}`;
    }
  }
}
