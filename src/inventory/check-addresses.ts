import type { InputProblem } from "../errors.ts";
import type { DataPath } from "../input/yaml-file.ts";
import type { Declaration, DeclaredNode } from "./declaration.ts";
import { parseAddress, parseCidr } from "./ip-range.ts";

const dnsName = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i;
const mac = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

/** Each address is one: hosts, endpoints, and all that interfaces have. */
export function checkAddresses(declaration: Declaration): InputProblem[] {
  return [
    ...checkEndpoints(declaration),
    ...declaration.nodes.flatMap((node) => checkNode(declaration, node)),
  ];
}

function checkEndpoints({ source, clusters }: Declaration): InputProblem[] {
  return clusters.flatMap(({ path, data }) => {
    const endpoint = data.control_plane_endpoint;
    if (endpoint === undefined) return [];
    const [, bracketed, plain, port] =
      /^(?:\[(.*)\]|([^:]*|[^:]*:.*:[^:]*?))(?::(\d+))?$/.exec(endpoint) ?? [];
    const host = bracketed ?? plain ?? "";
    const valid = isHost(host) && (port === undefined || (Number(port) > 0 && Number(port) < 65536));
    const location = source.locate([...path, "control_plane_endpoint"]);
    return valid ? [] : [{ message: `"${endpoint}" is not an address or DNS name with a port`, location }];
  });
}

function checkNode({ source }: Declaration, { path, data }: DeclaredNode): InputProblem[] {
  const problems: InputProblem[] = [];
  const check = (valid: boolean, place: DataPath, message: string, hint?: string): void => {
    if (!valid)
      problems.push({ message, location: source.locate([...path, ...place]), ...(hint && { hint }) });
  };
  const isAddress = (text: string): boolean => parseAddress(text) !== null;
  if (data.host !== undefined) {
    check(isHost(data.host), ["host"], `"${data.host}" is neither an IP address nor a DNS name`);
  }
  for (const [index, { name, addresses, gateway, dns, mac: hardware }] of (data.interfaces ?? []).entries()) {
    const place = ["interfaces", index];
    const doubled = data.interfaces?.findIndex((other) => other.name === name) !== index;
    check(!doubled, [...place, "name"], `host "${data.name}" has two interfaces called "${name}"`);
    for (const [position, text] of (addresses ?? []).entries()) {
      const hint = isAddress(text) ? `add the length of the prefix: "${text}/24"` : undefined;
      const message = `"${text}" is not an IP address with prefix length`;
      check(parseCidr(text) !== null, [...place, "addresses", position], message, hint);
    }
    if (gateway !== undefined) {
      check(isAddress(gateway), [...place, "gateway"], `"${gateway}" is not an IP address`);
    }
    for (const [position, server] of (dns ?? []).entries()) {
      check(isAddress(server), [...place, "dns", position], `"${server}" is not an IP address`);
    }
    if (hardware !== undefined) {
      check(isMac(hardware), [...place, "mac"], `"${hardware}" is not a hardware address of one interface`);
    }
  }
  return problems;
}

/** Digits and dots alone must be an IPv4 address: 10.0.0.300 is a mistake, not a DNS name. */
function isHost(text: string): boolean {
  if (parseAddress(text)) return true;
  return dnsName.test(text) && text.length <= 253 && !/^[\d.]+$/.test(text);
}

/** Six octets, and not the address of a group: the lowest bit of the first octet is clear. */
function isMac(text: string): boolean {
  return mac.test(text) && Number.parseInt(text.slice(0, 2), 16) % 2 === 0;
}
