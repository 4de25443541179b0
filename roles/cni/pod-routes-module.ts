import { defineModule } from "../../src/resources/module.ts";
import { probeOf } from "../../src/resources/probe.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";
import { addRoute, type PodRoute, removeRoute, routeProtocol } from "./pod-routes.ts";

type Route = Pick<PodRoute, "to" | "via">;

/** Routes in the kernel that lab has made. */
const routesNow = probeOf(
  {
    name: "pod routes",
    script: () =>
      `ip -4 route show proto ${routeProtocol}\nip -6 route show proto ${routeProtocol} 2>/dev/null || true`,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const routes = parseRoutes(stdout);
      return queries.map(() => routes);
    },
  },
  () => "of the kernel",
);

/** Reads lines of `ip route show`: "10.244.1.0/24 via 10.0.0.3 dev eth0". Pure. */
export function parseRoutes(stdout: string): readonly Route[] {
  return [...stdout.matchAll(/^([\da-fA-F.:]+\/\d+) via (\S+)/gm)].map(([, to = "", via = ""]) => ({
    to,
    via,
  }));
}

/** Routes to the pods of other nodes: those that are asked for, and no others of lab's. */
export const podRoutesModule = defineModule({
  name: "pod_routes",
  summary: "Sets the routes to the pods of other nodes.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["routes"],
    properties: {
      joining: {
        type: "array",
        items: { type: "string" },
        description: "Nodes that a check foretells, and whose networks nobody knows before they are there.",
      },
      routes: {
        type: "array",
        description: "One for each node and family.",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["to", "via", "node"],
          properties: {
            to: { type: "string", description: "The network of the node's pods." },
            via: { type: "string", description: "The node's address." },
            node: { type: "string", description: "Its name." },
          },
        },
      },
    },
  },
  example: "pod_routes:\n  routes: [{ to: 10.244.1.0/24, via: 10.0.0.3, node: worker1 }]",
  build: ({ routes, joining = [] }) =>
    resource({
      id: "routes to pods",
      probes: { now: routesNow({}) },
      plan({ now }) {
        const missing = routes.filter((route) => !now.some((one) => same(one, route)));
        const stale = now.filter((one) => !routes.some(({ to }) => to === one.to));
        if (missing.length + stale.length + joining.length === 0) return satisfied;
        return { kind: "changes", changes: [...changesNow(missing, stale, now), ...joining.map(laterRoute)] };
      },
      after: () => ({ now: routes.map(({ to, via }) => ({ to, via })) }),
    }),
});

function same(a: Route, b: Route): boolean {
  return a.to === b.to && a.via === b.via;
}

function changesNow(missing: readonly PodRoute[], stale: readonly Route[], now: readonly Route[]) {
  if (missing.length + stale.length === 0) return [];
  const undone = missing.map((route) => {
    const before = now.find(({ to }) => to === route.to);
    return before ? addRoute({ ...before, node: route.node }) : `${removeRoute(route)} 2>/dev/null`;
  });
  const restored = stale.map((route) => addRoute({ ...route, node: "" }));
  const change = {
    kind: "run",
    summary: title(missing, stale),
    script: ["set -e", ...missing.map(addRoute), ...stale.map(removeRoute)].join("\n"),
    undo: [...undone, ...restored, "true"].join("\n"),
    timeoutMs: 30_000,
    isLocal: true,
  } as const;
  return [change];
}

/** Nothing but a check comes to this: where a node has joined, its networks are known. */
function laterRoute(name: string) {
  return {
    kind: "run",
    summary: `ip route replace: to the pods of ${name}, once it is a node`,
    script: `echo ${shQuote(`${name} is no node of the cluster`)} >&2\nexit 1`,
    timeoutMs: 10_000,
  } as const;
}

function title(missing: readonly PodRoute[], stale: readonly Route[]): string {
  const nodes = [...new Set(missing.map(({ node }) => node))].join(", ");
  const parts = [
    ...(missing.length > 0 ? [`ip route replace: to the pods of ${nodes}`] : []),
    ...(stale.length > 0 ? [`ip route del: ${stale.map(({ to }) => to).join(", ")}`] : []),
  ];
  return parts.join("; ");
}
