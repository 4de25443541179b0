import { type Finding, findingsOf } from "../../kubernetes/health/finding.ts";
import type { PathToPeer, Peer } from "../paths/paths-to-peers.ts";

/** The servers of `reach`: "https://headscale.example", "login.tailscale.com:443", "[2001:db8::1]:443". Port 443 where none is given. Pure. */
export function outsidePeers(reach: readonly string[]): Peer[] {
  return reach.map((written) => {
    const [, scheme = "https", bracketed, plain = "", port] =
      /^(?:(https?):\/\/)?(?:\[([^\]]+)\]|([^:/]+))(?::(\d+))?(?:\/.*)?$/.exec(written) ?? [];
    const address = bracketed ?? plain;
    return { name: written, address, ports: [Number(port ?? (scheme === "http" ? 80 : 443))] };
  });
}

/** Whether servers outside answer: those that hand out the VPN, or the internet. Pure. */
export function checkOutside(paths: readonly PathToPeer[]): Finding[] {
  return paths.flatMap(({ name, ports }) =>
    ports.flatMap(({ port, reach }) => {
      if (reach === "open") return [];
      const { error, warning } = findingsOf("outside", null);
      switch (reach) {
        case "refused":
          return [
            error(`${name} refuses connections on port ${port}`, "is the server up, and the port right?"),
          ];
        case "unreachable":
          return [
            error(`there is no way to ${name}`, "ip route on the host; is its name and its gateway right?"),
          ];
        case "untried":
          return [warning(`${name} could not be tried: the host has neither bash nor nc`)];
        default:
          return [
            error(
              `${name} does not answer on port ${port}`,
              "a firewall on the way out, or a proxy that is needed",
            ),
          ];
      }
    }),
  );
}
