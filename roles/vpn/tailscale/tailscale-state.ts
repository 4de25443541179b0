import { probeOf } from "../../../src/resources/probe.ts";
import { type Preferences, sameServer } from "./preferences.ts";

/** A host in its tailnet, as tailscaled has it. */
export type TailscaleState =
  /** There is no tailscale on the host. */
  | { readonly kind: "absent" }
  /** tailscaled does not run. */
  | { readonly kind: "silent" }
  | {
      readonly kind: "answers";
      /** ipn.State: "NoState", "NeedsLogin", "NeedsMachineAuth", "Stopped", "Starting", "Running". */
      readonly backend: string;
      readonly preferences: Preferences;
      /** Seconds until its key ends, negative after that; null for a key without an end. */
      readonly keyEndsIn: number | null;
      readonly addresses: readonly string[];
    };

/** Asks tailscaled. Cost: rides in a frame; three processes, at most some seconds where tailscaled hangs. */
export const tailscaleState = probeOf(
  {
    name: "tailscale",
    script: () => question,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const state = parseTailscaleState(stdout);
      return queries.map(() => state);
    },
  },
  () => "tailnet",
);

const question = `
if command -v tailscale >/dev/null 2>&1; then
  echo installed
  echo "-- now"; date +%s
  echo "-- status"; timeout 5 tailscale status --json --peers=false 2>/dev/null
  echo "-- prefs"; timeout 5 tailscale debug prefs 2>/dev/null
  :
fi
`;

/** Reads `tailscale status --json` (ipnstate.Status) and `tailscale debug prefs` (ipn.Prefs). */
export function parseTailscaleState(stdout: string): TailscaleState {
  if (!stdout.startsWith("installed") && !stdout.includes("\ninstalled")) return { kind: "absent" };
  const part = (name: string): string =>
    new RegExp(`^-- ${name}\\n([\\s\\S]*?)(?=^-- |$(?![\\s\\S]))`, "m").exec(stdout)?.[1] ?? "";
  const [status, prefs] = [fieldsOf(part("status")), fieldsOf(part("prefs"))];
  const backend = textOf(status.BackendState);
  if (backend === "") return { kind: "silent" };
  const self = isFields(status.Self) ? status.Self : {};
  const ends = Date.parse(textOf(self.KeyExpiry));
  return {
    kind: "answers",
    backend,
    preferences: preferencesOf(prefs),
    keyEndsIn: Number.isNaN(ends) ? null : Math.floor(ends / 1000) - Number(part("now").trim()),
    addresses: listOf(status.TailscaleIPs),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function preferencesOf(prefs: Fields): Preferences {
  return {
    loginServer: sameServer(textOf(prefs.ControlURL)),
    hostname: textOf(prefs.Hostname),
    tags: listOf(prefs.AdvertiseTags).toSorted(),
    acceptRoutes: prefs.RouteAll === true,
    acceptDns: prefs.CorpDNS === true,
    advertiseRoutes: listOf(prefs.AdvertiseRoutes).toSorted(),
    ssh: prefs.RunSSH === true,
  };
}

function fieldsOf(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
