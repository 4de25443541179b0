import { vpnAddress, vpnInterfaces } from "../../src/network/vpn/vpn-address.ts";
import { defineModule } from "../../src/resources/module.ts";
import { resource } from "../../src/resources/resource.ts";
import { serviceState } from "../../src/resources/service-probe.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";

/** Waits until a VPN has given the host an address. */
export const addressModule = defineModule({
  name: "vpn_address",
  changesNothing: true,
  summary: "Proves that a VPN has given the host an address.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["kind", "unit", "timeout"],
    properties: {
      kind: { enum: ["wireguard", "tailscale", "openvpn"], description: "The kind of VPN." },
      unit: { type: "string", minLength: 1, description: "The unit that brings it up." },
      timeout: { type: "integer", description: "Seconds." },
    },
  },
  example:
    "- name: Prove it\n  vpn_address: { kind: openvpn, unit: openvpn-client@lab.service, timeout: 60 }\n",
  build({ kind, unit, timeout }) {
    const link = vpnInterfaces[kind];
    return resource({
      id: `address of ${link}`,
      probes: { address: vpnAddress({ kind }), service: serviceState({ unit }) },
      plan: ({ address, service }) => {
        const [own] = address?.addresses ?? [];
        if (own !== undefined) return { kind: "changes", changes: [], message: own };
        if (service.kind !== "unit" || service.active === "inactive") {
          return { kind: "blocked", reason: `${unit} does not run` };
        }
        const summary = `for an address of ${link}`;
        return {
          kind: "wait",
          summary,
          script: waitScript(link, unit, timeout),
          timeoutMs: (timeout + 30) * 1000,
        };
      },
    });
  },
});

function waitScript(link: string, unit: string, seconds: number): string {
  return `lab_left=${seconds}
until [ -n "$(ip -o address show dev ${link} scope global 2>/dev/null)" ]; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ] || systemctl is-failed --quiet ${shQuote(unit)}; then
    echo "the VPN has given no address to ${link}" >&2
    journalctl -u ${shQuote(unit)} -n 20 --no-pager >&2 2>/dev/null
    exit 1
  fi
  sleep 1
done
`;
}
