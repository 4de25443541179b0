import { probeOf } from "../../resources/probe.ts";

/** An address that an interface has. */
export interface KernelAddress {
  /** With prefix length, "172.17.0.2/16"; without it on a link to one peer. */
  readonly address: string;
  /** What brings it back: "172.17.0.2/16 brd 172.17.255.255 scope global". */
  readonly spec: string;
  /** From DHCP or a router: who gave it gives it again. */
  readonly isDynamic: boolean;
}

/** A route of the main table over one interface. */
export interface KernelRoute {
  readonly family: 4 | 6;
  /** "default", or a network; a host without prefix length. */
  readonly to: string;
  readonly via: string | null;
  readonly metric: number | null;
  readonly protocol: string | null;
  /** What brings it back, without the interface: "default via 172.17.0.1 metric 100". */
  readonly spec: string;
}

/** An interface as the kernel has it. */
export interface KernelLink {
  readonly name: string;
  /** Its own hardware address, also where a bond lends it another one. Lower case. */
  readonly mac: string;
  /** The interface that it was made on (a VLAN's link); null for others. */
  readonly parent: string | null;
  readonly mtu: number;
  readonly isUp: boolean;
  readonly hasCarrier: boolean;
  readonly addresses: readonly KernelAddress[];
  readonly routes: readonly KernelRoute[];
}

/** What the kernel has of interfaces, and whether systemd-networkd runs. */
export interface KernelState {
  readonly links: readonly KernelLink[];
  readonly isNetworkdActive: boolean;
}

const script = `
ip -o link show | sed 's/^/link /'
ip -o addr show | sed 's/^/addr /'
ip -4 route show 2>/dev/null | sed 's/^/4 /'
ip -6 route show 2>/dev/null | sed 's/^/6 /'
systemctl is-active --quiet systemd-networkd.service 2>/dev/null && echo networkd
true
`;

/** Asks for the interfaces of a host, their addresses and routes. Cost: rides in a frame; about ten processes. */
export const kernelState = probeOf(
  {
    name: "network interfaces",
    script: () => script,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const state = parseKernelState(stdout);
      return queries.map(() => state);
    },
  },
  () => "of the kernel",
);

/** Reads lines of `ip -o link`, `ip -o addr` and `ip route` (iproute2), each behind a word that says which. Pure. */
export function parseKernelState(stdout: string): KernelState {
  const lines = stdout.split("\n");
  const routes = lines.flatMap(parseRoute);
  const addresses = lines.flatMap(parseAddressLine);
  const links = lines.flatMap((line): KernelLink[] => {
    const [, name, at, flags = "", mtu = ""] =
      /^link \d+: ([^:@\s]+)(?:@([^:\s]+))?: <([^>]*)> mtu (\d+)/.exec(line) ?? [];
    if (name === undefined || name === "lo") return [];
    const [, current = ""] = /link\/\S+ ([0-9a-f:]{17})/.exec(line) ?? [];
    const [, permanent] = /permaddr ([0-9a-f:]{17})/.exec(line) ?? [];
    const has = flags.split(",");
    return [
      {
        name,
        mac: permanent ?? current,
        // "if12" is the other end of a pair, in another network namespace.
        parent: at === undefined || /^if\d+$|^NONE$/.test(at) ? null : at,
        mtu: Number(mtu),
        isUp: has.includes("UP"),
        hasCarrier: has.includes("LOWER_UP"),
        addresses: addresses.filter((one) => one.link === name).map(({ link: _, ...rest }) => rest),
        routes: routes.filter((one) => one.link === name).map(({ link: _, ...rest }) => rest),
      },
    ];
  });
  return { links, isNetworkdActive: lines.includes("networkd") };
}

function parseAddressLine(line: string): (KernelAddress & { readonly link: string })[] {
  const [, link, text = ""] = /^addr \d+: (\S+)\s+inet6? (.*?)\s*\\/.exec(line) ?? [];
  if (link === undefined || /\bscope (link|host)\b/.test(text)) return [];
  const [address = ""] = text.split(" ");
  const [, peer] = /\bpeer (\S+)/.exec(text) ?? [];
  const [, broadcast] = /\bbrd (\S+)/.exec(text) ?? [];
  const [, scope = "global"] = /\bscope (\S+)/.exec(text) ?? [];
  const words = [
    address,
    ...(peer === undefined ? [] : [`peer ${peer}`]),
    ...(broadcast === undefined ? [] : [`brd ${broadcast}`]),
    `scope ${scope}`,
  ];
  return [
    { link, address, spec: words.join(" "), isDynamic: / (dynamic|temporary|mngtmpaddr)\b/.test(text) },
  ];
}

/** Words that tell a state, and cannot be given to `ip route replace`. */
const flags = /\s(dead|linkdown|pervasive|offload|trap|rt_trap|rt_offload)\b/g;

function parseRoute(line: string): (KernelRoute & { readonly link: string })[] {
  const [, family, text = ""] = /^([46]) (\S.*?)\s*$/.exec(line) ?? [];
  const [, link] = / dev (\S+)/.exec(text) ?? [];
  if (family === undefined || link === undefined) return [];
  const word = (key: string): string | null => new RegExp(` ${key} (\\S+)`).exec(text)?.[1] ?? null;
  const metric = word("metric");
  return [
    {
      link,
      family: family === "4" ? 4 : 6,
      to: text.split(" ")[0] ?? "",
      via: word("via"),
      metric: metric === null ? null : Number(metric),
      protocol: word("proto"),
      spec: text
        .replace(/ dev \S+/, "")
        .replace(/ expires \S+/, "")
        .replace(flags, ""),
    },
  ];
}
