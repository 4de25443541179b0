import { describe, expect, it } from "vitest";
import { checkRanges } from "../../../../src/network/join/check-ranges.ts";
import type { HostLink } from "../../../../src/network/join/parse-links.ts";

const link = (name: string, address: string): HostLink => ({
  ...{ name, kind: name === "tailscale0" ? "tun" : "", isUp: true, mtu: 1500, addresses: [address] },
});
const shared = { podCidr: "100.72.0.0/16,fd00:10::/56", serviceCidr: "10.96.0.0/16" };
const apart = { ...shared, podCidr: "10.244.0.0/16" };

describe("the addresses that carriers and Tailscale share", () => {
  it("are no network of a cluster; with Tailscale that is an error", () => {
    const told = (vpn: "tailscale" | "wireguard") =>
      checkRanges(shared, [link("ens3", "192.0.2.21/24")], vpn).map(({ severity, message }) => [
        severity,
        message,
      ]);
    expect(told("wireguard")).toEqual([
      ["warning", "pod_cidr 100.72.0.0/16 overlaps 100.64.0.0/10, which Tailscale and carriers use"],
    ]);
    expect(told("tailscale")).toEqual([
      ["error", "pod_cidr 100.72.0.0/16 overlaps 100.64.0.0/10, which Tailscale uses"],
    ]);
  });

  it("are a carrier's where another interface has one, which matters to Tailscale alone", () => {
    const links = [link("wwan0", "100.80.1.2/30"), link("tailscale0", "100.90.0.1/32")];
    expect(checkRanges(apart, links, null).map(({ message }) => message)).toEqual([
      "wwan0 has 100.80.1.2/30, in the range that Tailscale uses",
    ]);
    expect(checkRanges(apart, links.slice(0, 1), "wireguard")).toEqual([]);
  });
});
