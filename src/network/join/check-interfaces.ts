import { type Finding, findingsOf } from "../../kubernetes/health/finding.ts";
import type { NodeInterface } from "../../role/role-context.ts";
import type { HostLink } from "./parse-links.ts";

/** Whether the interfaces that the inventory declares are there and up. Pure. */
export function checkInterfaces(
  declared: readonly Pick<NodeInterface, "name">[],
  links: readonly HostLink[],
): Finding[] {
  const { error, warning } = findingsOf("interface", null);
  if (links.length === 0) {
    return [
      warning("the interfaces could not be read", "it takes iproute2 4.18 or later, whose ip prints JSON"),
    ];
  }
  return declared.flatMap(({ name }) => {
    const link = links.find((each) => each.name === name);
    if (!link) {
      return [
        warning(`has no interface ${name}, which clusters.json declares`, "ip link shows what there is"),
      ];
    }
    const hint = `ip link set ${name} up; where it has no carrier, look at the cable or the virtual switch`;
    return link.isUp ? [] : [error(`${name} is down`, hint)];
  });
}
