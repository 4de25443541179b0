import type { InputProblem, Location } from "../errors.ts";
import type { DataPath } from "../input/yaml-file.ts";
import type { Declaration, DeclaredCluster } from "./declaration.ts";
import { type IpRange, parseAddress, parseCidr } from "./ip-range.ts";
import { type NamedRange, overlaps } from "./overlaps.ts";

const carrierNetwork = "100.64.0.0/10";

interface Placed {
  readonly location: Location;
}

/**
 * The networks of pods and services are well written, and overlap neither with each other, nor with the networks
 * and addresses of nodes, nor with 100.64.0.0/10, which Tailscale and carriers use (RFC 6598).
 * Cost: one sort of all networks.
 */
export function checkCidrs(declaration: Declaration): InputProblem[] {
  const problems: InputProblem[] = [];
  const ours: (NamedRange & Placed)[] = [];
  for (const cluster of declaration.clusters) {
    for (const key of ["pod_cidr", "service_cidr"] as const) {
      const read = readCidrs(declaration, cluster, key);
      problems.push(...read.problems);
      ours.push(...read.ranges);
    }
  }
  for (const { range, other } of overlaps(ours, nodeRanges(declaration))) {
    const line = other.line === null ? "" : ` in line ${other.line}`;
    problems.push({
      message: `${range.name} overlaps with ${other.name}${line}`,
      location: range.location,
      hint: "give each network a range of its own",
    });
  }
  return problems;
}

function readCidrs(
  { source }: Declaration,
  { path, data }: DeclaredCluster,
  key: "pod_cidr" | "service_cidr",
): { ranges: (NamedRange & Placed)[]; problems: InputProblem[] } {
  const ranges: (NamedRange & Placed)[] = [];
  const problems: InputProblem[] = [];
  const parts = data[key].split(",");
  let offset = 0;
  for (const part of parts) {
    const text = part.trim();
    const start = offset + part.indexOf(text);
    const location = source.locateWithin([...path, key], start, Math.max(1, text.length));
    offset += part.length + 1;
    const cidr = parseCidr(text);
    if (!cidr) {
      const hint = "write it as 10.10.0.0/16";
      problems.push({ message: `"${text}" is not a network in CIDR notation`, location, hint });
    } else if (cidr.address !== cidr.first) {
      const hint = `the network is ${cidr.network}`;
      problems.push({ message: `"${text}" has bits set behind its prefix`, location, hint });
    } else {
      const kind = key === "pod_cidr" ? "pod network" : "service network";
      ranges.push({
        ...cidr,
        name: `the ${kind} ${cidr.network} of cluster "${data.name}"`,
        location,
        line: location.line,
      });
    }
  }
  const families = new Set(ranges.map((range) => range.family));
  if (parts.length > 2 || (ranges.length === 2 && families.size < 2)) {
    const message = `"${key}" must be one network, or one of IPv4 and one of IPv6`;
    problems.push({ message, location: source.locate([...path, key]) });
  }
  return { ranges, problems };
}

/** What pods and services must keep clear of. Many nodes in one network count once. */
function nodeRanges({ source, nodes }: Declaration): NamedRange[] {
  const ranges = new Map<string, NamedRange>();
  const add = (range: IpRange, id: string, name: string, path: DataPath | null): void => {
    if (ranges.has(id)) return;
    ranges.set(id, { ...range, name, line: path && source.locate(path).line });
  };
  const carrier = parseCidr(carrierNetwork);
  if (carrier) add(carrier, carrierNetwork, `${carrierNetwork} (Tailscale, carrier-grade NAT)`, null);
  for (const { path, data } of nodes) {
    for (const [index, { name, addresses = [] }] of (data.interfaces ?? []).entries()) {
      for (const [position, text] of addresses.entries()) {
        const cidr = parseCidr(text);
        if (!cidr) continue;
        const place = [...path, "interfaces", index, "addresses", position];
        add(cidr, cidr.network, `the network ${cidr.network} of ${name} on host "${data.name}"`, place);
      }
    }
    const address = parseAddress(data.host ?? "");
    if (!address) continue;
    const { family, number } = address;
    const range = { family, first: number, last: number };
    add(range, `${data.host}`, `the address ${data.host} of host "${data.name}"`, [...path, "host"]);
  }
  return [...ranges.values()];
}
