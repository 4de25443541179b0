import type { InputProblem } from "../errors.ts";
import { parseAddress, parseCidr } from "./ip-range.ts";
import type { PlacedInterface } from "./placed-interface.ts";

interface WayOut {
  readonly owner: PlacedInterface;
  readonly place: readonly (string | number)[];
  readonly family: 4 | 6;
  readonly metric: number | null;
}

/**
 * The routes of a node's interfaces: each is well written and has its router in a network of the interface, and of two
 * default routes of one family the kernel can tell which is meant.
 */
export function checkRoutes(interfaces: readonly PlacedInterface[]): InputProblem[] {
  return [...interfaces.flatMap(wrongRoutes), ...interfaces.flatMap(strangeRouters), ...rivals(interfaces)];
}

function wrongRoutes({ data, wrong }: PlacedInterface): InputProblem[] {
  return (data.routes ?? []).flatMap(({ to, via }, index) => {
    const router = parseAddress(via);
    if (!router)
      return [wrong(["routes", index, "via"], `"${via}" is not an IP address`, "write it as 10.0.0.1")];
    if (to === "default") return [];
    const network = parseCidr(to);
    const place = ["routes", index, "to"];
    if (!network) return [wrong(place, `"${to}" is not a network`, 'write it as 10.20.0.0/16, or "default"')];
    if (network.address !== network.first) {
      return [wrong(place, `"${to}" has bits set behind its prefix`, `the network is ${network.network}`)];
    }
    if (network.family === router.family) return [];
    return [wrong(place, `"${to}" and "${via}" are of different families`, "use IPv4 or IPv6 for both")];
  });
}

/** A router is reached directly; only an address that is a network by itself (/32), or a link-local one, leaves that open. */
function strangeRouters({ data, wrong }: PlacedInterface): InputProblem[] {
  const networks = (data.addresses ?? []).flatMap((text) => parseCidr(text) ?? []);
  const routers = [
    ...(data.gateway === undefined ? [] : [{ via: data.gateway, place: ["gateway"] }]),
    ...(data.routes ?? []).map(({ via }, index) => ({ via, place: ["routes", index, "via"] })),
  ];
  return routers.flatMap(({ via, place }) => {
    const router = parseAddress(via);
    if (!router || /^fe80:/i.test(via)) return [];
    const own = networks.filter(({ family }) => family === router.family);
    const isOpen = own.length === 0 || own.some(({ first, last }) => first === last);
    if (isOpen || own.some(({ first, last }) => router.number >= first && router.number <= last)) return [];
    const known = own.map(({ network }) => network).join(", ");
    return [
      wrong(place, `the router ${via} is in none of its networks (${known})`, "a router is reached directly"),
    ];
  });
}

function rivals(interfaces: readonly PlacedInterface[]): InputProblem[] {
  const seen = new Map<string, WayOut>();
  const problems: InputProblem[] = [];
  for (const way of interfaces.flatMap(waysOut)) {
    const key = `${way.family} ${way.metric}`;
    const first = seen.get(key);
    seen.set(key, first ?? way);
    if (!first) continue;
    const of = first.owner === way.owner ? "it" : first.owner.data.name;
    const message = `${of} has a default route over IPv${way.family} with the same metric already`;
    problems.push(way.owner.wrong(way.place, message, 'keep one of them, or give one "metric" in "routes"'));
  }
  return problems;
}

function waysOut(owner: PlacedInterface): WayOut[] {
  const { gateway, routes = [] } = owner.data;
  const family = parseAddress(gateway ?? "")?.family;
  const byGateway: WayOut[] =
    family === undefined ? [] : [{ owner, place: ["gateway"], family, metric: null }];
  const byRoutes = routes.flatMap(({ to, via, metric = null }, index): WayOut[] => {
    const router = parseAddress(via);
    const isDefault = to === "default" || /^(0\.0\.0\.0|::)\/0$/.test(to);
    return router && isDefault ? [{ owner, place: ["routes", index], family: router.family, metric }] : [];
  });
  return [...byGateway, ...byRoutes];
}
