import { InternalError } from "../../errors.ts";
import { listAt, numberAt, textAt } from "../../kubernetes/health/object-fields.ts";
import type { Backend, HostInterfaces, HostLink, HostRoute } from "./host-state.ts";
import { cidr, macAddress } from "./wanted-interface.ts";

/** Reads what the probe's script prints. Throws InternalError where `ip` printed no JSON. Pure. */
export function parseHostInterfaces(stdout: string): HostInterfaces {
  const lines = stdout.split("\n").map((line) => {
    const [word = "", ...rest] = line.split(" ");
    return { word, rest: rest.join(" ") };
  });
  const of = (word: string): string[] => lines.flatMap((line) => (line.word === word ? [line.rest] : []));
  const routes = of("routes").flatMap(parseRoutes);
  const [backend] = of("backend");
  return {
    backend: isBackend(backend) ? backend : null,
    links: of("links").flatMap((json) => parseLinks(json, routes)),
    own: of("own").flatMap((text) => {
      const [, name, mac = ""] = /^(?:9\d+-|ifcfg-)(multinic\d+)(?:\.yaml)? (\S*)$/.exec(text) ?? [];
      return name === undefined ? [] : [{ name, mac: macAddress(mac) ?? "" }];
    }),
    configured: [...new Set(of("configured").map((text) => text.toLowerCase()))],
  };
}

function isBackend(text: string | undefined): text is Backend {
  return text === "netplan" || text === "wicked";
}

type OwnedRoute = HostRoute & { readonly device: string };

function parseLinks(json: string, routes: readonly OwnedRoute[]): HostLink[] {
  return listAt(parsed(json)).flatMap((link) => {
    const name = textAt(link, "ifname");
    const flags = listAt(link, "flags");
    if (name === "" || flags.includes("LOOPBACK")) return [];
    return [
      {
        name,
        mac: textAt(link, "address").toLowerCase(),
        isUp: flags.includes("UP"),
        mtu: numberAt(link, "mtu"),
        kind: textAt(link, "linkinfo", "info_kind"),
        master: textAt(link, "master"),
        parent: textAt(link, "link"),
        addresses: listAt(link, "addr_info").flatMap((each) => {
          if (textAt(each, "scope") === "link" || textAt(each, "scope") === "host") return [];
          const address = cidr(`${textAt(each, "local")}/${numberAt(each, "prefixlen")}`, false);
          const isDynamic = isObject(each) && each.dynamic === true;
          return address === null ? [] : [{ address, isDynamic }];
        }),
        routes: routes.filter(({ device }) => device === name).map(({ device: _, ...route }) => route),
      },
    ];
  });
}

/** What IPv6 makes of itself on each interface says nothing. */
function parseRoutes(json: string): OwnedRoute[] {
  if (json === "") return [];
  return listAt(parsed(json)).flatMap((route) => {
    const to = textAt(route, "dst");
    if (/^(fe80::|ff00::|multicast)/.test(to)) return [];
    const whole = to === "default" || to.includes("/") ? to : `${to}/${to.includes(":") ? 128 : 32}`;
    return [
      {
        device: textAt(route, "dev"),
        to: whole === "default" ? whole : (cidr(whole, true) ?? whole),
        via: textAt(route, "gateway"),
        metric: numberAt(route, "metric"),
        protocol: textAt(route, "protocol"),
      },
    ];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new InternalError("the host's ip prints no JSON: iproute2 4.18 or later is needed");
  }
}
