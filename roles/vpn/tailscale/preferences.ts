import type { RoleNode } from "../../../src/role/role-context.ts";
import type { TailscaleSettings } from "./settings.ts";

/** What lab says of a host to tailscaled; lists are sorted. Fields of ipn.Prefs have other names, see `tailscaleState`. */
export interface Preferences {
  readonly loginServer: string;
  readonly hostname: string;
  readonly tags: readonly string[];
  readonly acceptRoutes: boolean;
  readonly acceptDns: boolean;
  readonly advertiseRoutes: readonly string[];
  readonly ssh: boolean;
}

/** Tailscale's own coordination server; login.tailscale.com is the same. */
export const tailscaleServer = "https://controlplane.tailscale.com";

/** The preferences that the settings ask for. ssh stays off: sshd is what lab logs in by. */
export function wantedPreferences(settings: TailscaleSettings, { name }: RoleNode): Preferences {
  return {
    loginServer: sameServer(settings.login_server ?? tailscaleServer),
    hostname: settings.hostname ?? name,
    tags: [...(settings.tags ?? [])].toSorted(),
    acceptRoutes: settings.accept_routes ?? false,
    acceptDns: settings.accept_dns ?? false,
    advertiseRoutes: [...(settings.advertise_routes ?? [])].toSorted(),
    ssh: false,
  };
}

/** One spelling for what tailscaled treats alike. */
export function sameServer(url: string): string {
  const bare = url.replace(/\/+$/, "");
  return bare === "" || bare === "https://login.tailscale.com" ? tailscaleServer : bare;
}

/** Flags of `tailscale up`: with --reset they are the complete set, and what they leave out is as it was made. */
export function upFlags(preferences: Preferences): string[] {
  const { loginServer, hostname, tags, acceptRoutes, acceptDns, advertiseRoutes, ssh } = preferences;
  return [
    "--reset",
    `--login-server=${loginServer}`,
    `--hostname=${hostname}`,
    `--advertise-tags=${tags.join(",")}`,
    `--accept-routes=${acceptRoutes}`,
    `--accept-dns=${acceptDns}`,
    `--advertise-routes=${advertiseRoutes.join(",")}`,
    `--ssh=${ssh}`,
  ];
}
