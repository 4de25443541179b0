import type { InputProblem } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import { checkRoutes } from "./check-routes.ts";
import type { Declaration } from "./declaration.ts";
import type { InterfaceDeclaration } from "./interface-schema.ts";
import { type PlacedInterface, placedInterfaces } from "./placed-interface.ts";

/** Interfaces fit together: VLANs have a link, members of bonds no addresses, and each family one way out. */
export function checkInterfaces({ source, nodes }: Declaration): InputProblem[] {
  return nodes.flatMap((node) => {
    const placed = placedInterfaces(source, node);
    return [
      ...placed.flatMap((one) => [...checkVlan(one), ...checkBond(one), ...checkSearch(one)]),
      ...checkRoutes(placed),
    ];
  });
}

function checkVlan({ data, others, wrong }: PlacedInterface): InputProblem[] {
  const { name, vlan, bond, mac } = data;
  if (vlan === undefined) return [];
  if (bond) return [wrong(["vlan"], "it is a VLAN and a bond at once", "make the bond another interface")];
  const problems = mac === undefined ? [] : [madeHasMac(wrong)];
  const same = others.find((one) => one.vlan?.id === vlan.id && one.vlan.link === vlan.link);
  if (same && same.name > name) {
    problems.push(
      wrong(
        ["vlan", "id"],
        `${same.name} is the VLAN ${vlan.id} of ${vlan.link}, too`,
        "one of the two is enough",
      ),
    );
  }
  if (others.some((one) => one.name === vlan.link)) return problems;
  const message = `there is no interface "${vlan.link}" to carry the VLAN`;
  return [...problems, wrong(["vlan", "link"], message, nameHint(vlan.link, others))];
}

function checkBond({ data, others, wrong }: PlacedInterface): InputProblem[] {
  const { bond, mac } = data;
  if (bond === undefined) return [];
  const problems = mac === undefined ? [] : [madeHasMac(wrong)];
  for (const [index, name] of bond.interfaces.entries()) {
    const place = ["bond", "interfaces", index];
    const member = others.find((one) => one.name === name);
    if (!member) {
      problems.push(wrong(place, `there is no interface "${name}" to be its member`, nameHint(name, others)));
      continue;
    }
    const setting = ownSetting(member);
    if (setting !== undefined) {
      const message = `its member ${name} has "${setting}" of its own`;
      problems.push(wrong(place, message, `give "${setting}" to ${data.name} instead`));
    }
    const rival = others.find((one) => one.bond?.interfaces.includes(name));
    if (rival && rival.name < data.name) {
      problems.push(wrong(place, `${name} is already a member of ${rival.name}`, "a member has one bond"));
    }
  }
  const { primary } = bond;
  if (primary !== undefined && !bond.interfaces.includes(primary)) {
    const hint = `write one of its members: ${bond.interfaces.join(", ")}`;
    problems.push(wrong(["bond", "primary"], `"${primary}" is not one of its members`, hint));
  }
  return problems;
}

/** The first setting that only makes sense for what has addresses. */
function ownSetting(member: InterfaceDeclaration): string | undefined {
  if (member.dhcp4) return "dhcp4";
  if (member.dhcp6) return "dhcp6";
  return (["addresses", "gateway", "routes"] as const).find((key) => (member[key] ?? "").length > 0);
}

function madeHasMac(wrong: PlacedInterface["wrong"]): InputProblem {
  return wrong(["mac"], "it is made, and not found by a hardware address", 'leave out "mac"');
}

function nameHint(name: string, others: readonly InterfaceDeclaration[]): string {
  const names = others.map((one) => one.name);
  return suggestion(name, names) || `add an interface "${name}" to the node`;
}

const domain = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i;

function checkSearch({ data, wrong }: PlacedInterface): InputProblem[] {
  return (data.search ?? []).flatMap((text, index) =>
    domain.test(text)
      ? []
      : [wrong(["search", index], `"${text}" is not a domain`, "write it as lab.example")],
  );
}
