import { readFileSync, writeFileSync } from "node:fs";
import { type Fields, fieldsAt, isFields, parseJson, textAt } from "../core/json.ts";

/** Preferences by their names in ipn.Prefs, as `tailscale debug prefs` prints them. */
export const newPrefs: Readonly<Fields> = {
  ControlURL: "https://controlplane.tailscale.com",
  RouteAll: true,
  ExitNodeID: "",
  ExitNodeIP: "",
  ExitNodeAllowLANAccess: false,
  CorpDNS: true,
  RunSSH: false,
  RunWebClient: false,
  WantRunning: false,
  LoggedOut: false,
  ShieldsUp: false,
  AdvertiseTags: null,
  Hostname: "",
  NotepadURLs: false,
  AdvertiseRoutes: null,
  NoSNAT: false,
  NetfilterMode: 2,
};

/** A node as tailscaled keeps it on disk. */
export interface NodeState {
  readonly prefs: Fields;
  /** Empty for a node that is in no tailnet. */
  readonly nodeKey: string;
  /** ISO 8601; empty for a key without an end. */
  readonly expiry: string;
}

/** Reads the file of `--state`; a node that was in no tailnet yet where there is none. */
export function readNodeState(path: string): NodeState {
  try {
    const file = parseJson(readFileSync(path, "utf8"));
    if (isFields(file)) {
      return {
        prefs: { ...newPrefs, ...fieldsAt(file, "prefs") },
        nodeKey: textAt(file, "nodeKey"),
        expiry: textAt(file, "expiry"),
      };
    }
  } catch {
    // No state yet.
  }
  return { prefs: { ...newPrefs }, nodeKey: "", expiry: "" };
}

/** Writes the file of `--state`, readable to root alone. */
export function writeNodeState(path: string, state: NodeState): void {
  writeFileSync(path, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
}

/** ipn.State of a node. */
export function backendState({ prefs, nodeKey, expiry }: NodeState): string {
  if (nodeKey === "" || (expiry !== "" && Date.parse(expiry) <= Date.now())) return "NeedsLogin";
  return prefs.WantRunning === true ? "Running" : "Stopped";
}
