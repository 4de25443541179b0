import type { InputProblem, Location } from "../errors.ts";
import type { DataPath } from "../input/yaml-file.ts";
import type { Declaration, DeclaredNode } from "./declaration.ts";
import { formatAddress, parseAddress, parseCidr } from "./ip-range.ts";

interface Claim {
  readonly node: DeclaredNode;
  /** Equal for things that only one host can have. */
  readonly key: string;
  /** For the message: `10.0.0.5 port 22`. */
  readonly what: string;
  readonly path: DataPath;
  /** It is where the host is reached, which may well be one of its interfaces. */
  readonly login: boolean;
}

/** No two hosts are reached at the same address and port, or have the same interface address or hardware address. */
export function checkDuplicates({ source, nodes }: Declaration): InputProblem[] {
  const problems: InputProblem[] = [];
  const owners = new Map<string, { readonly claim: Claim; readonly location: () => Location }>();
  const claim = (one: Claim): void => {
    const location = (): Location => source.locate([...one.node.path, ...one.path]);
    const owner = owners.get(one.key);
    if (!owner) {
      owners.set(one.key, { claim: one, location });
    } else if (sameName(owner.claim, one)) {
      return;
    } else if (owner.claim.node !== one.node || !one.login) {
      const { name } = owner.claim.node.data;
      problems.push({
        message: `the ${one.what} is already that of host "${name}" in line ${owner.location().line}`,
        location: location(),
      });
    }
  };
  for (const node of nodes) for (const one of interfaceClaims(node)) claim(one);
  for (const node of nodes) claim(loginClaim(node));
  return problems;
}

/** Two hosts of one name and no address: that they have one name is said elsewhere. */
function sameName(a: Claim, b: Claim): boolean {
  return a.path[0] === "name" && b.path[0] === "name" && a.node.data.name === b.node.data.name;
}

/** An interface address also stands for port 22 at that address. */
function interfaceClaims(node: DeclaredNode): Claim[] {
  return (node.data.interfaces ?? []).flatMap(({ addresses = [], mac }, index) => {
    const place = ["interfaces", index];
    const claims = addresses.flatMap((text, position): Claim[] => {
      const cidr = parseCidr(text);
      if (!cidr) return [];
      const address = formatAddress({ family: cidr.family, number: cidr.address });
      return [
        {
          node,
          key: `${address} 22`,
          what: `address ${address}`,
          path: [...place, "addresses", position],
          login: false,
        },
      ];
    });
    if (mac === undefined) return claims;
    const key = mac.toLowerCase();
    return [
      ...claims,
      { node, key: `mac ${key}`, what: `hardware address ${key}`, path: [...place, "mac"], login: false },
    ];
  });
}

function loginClaim(node: DeclaredNode): Claim {
  const { name, host = name, port = 22 } = node.data;
  const ip = parseAddress(host);
  const address = ip && !host.includes("%") ? formatAddress(ip) : host.toLowerCase();
  const path = node.data.host === undefined ? ["name"] : ["host"];
  return { node, key: `${address} ${port}`, what: `address ${address} port ${port}`, path, login: true };
}
