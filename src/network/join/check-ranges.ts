import { type Finding, findingsOf } from "../../kubernetes/health/finding.ts";
import { networksOverlap } from "../../kubernetes/health/networks-overlap.ts";
import { type ClusterNetworks, namedNetworks } from "../../kubernetes/preflight/check-cidrs.ts";
import { isVpn, type VpnKind, vpnKindsOf } from "./check-vpn.ts";
import type { HostLink } from "./parse-links.ts";

/** Shared address space (RFC 6598): carriers number their customers with it, and Tailscale its hosts. */
const sharedSpace = "100.64.0.0/10";

/** Whether 100.64.0.0/10 is used twice: by the cluster, by a carrier, by Tailscale. Pure. */
export function checkRanges(
  networks: ClusterNetworks,
  links: readonly HostLink[],
  vpn: VpnKind | null,
): Finding[] {
  const { error, warning } = findingsOf("cidr", null);
  const hasTailscale = links.some((link) => vpnKindsOf(link).includes("tailscale"));
  // Where Tailscale is there already, whoever compares with the routes of the host tells it.
  const ofCluster = hasTailscale
    ? []
    : namedNetworks(networks).flatMap(({ name, network }) => {
        if (!networksOverlap(network, sharedSpace)) return [];
        const what = `${name} ${network} overlaps ${sharedSpace}`;
        const hint = "choose another network in clusters.json";
        return vpn === "tailscale"
          ? [error(`${what}, which Tailscale uses`, hint)]
          : [warning(`${what}, which Tailscale and carriers use`, hint)];
      });
  if (vpn !== "tailscale" && !hasTailscale) return ofCluster;
  const ofCarrier = links
    .filter((link) => !isVpn(link))
    .flatMap(({ name, addresses }) =>
      addresses
        .filter((address) => networksOverlap(address.replace(/\/.*/, ""), sharedSpace))
        .map((address) =>
          warning(
            `${name} has ${address}, in the range that Tailscale uses`,
            "a carrier's NAT numbers it so: what lies behind it in 100.64.0.0/10 is out of reach while Tailscale is up",
          ),
        ),
    );
  return [...ofCluster, ...ofCarrier];
}
