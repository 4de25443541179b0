import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { Exit } from "../core/exit.ts";
import { faultPoint } from "../core/faults.ts";
import { FlagError, type FlagSet, type ParsedFlags, parseFlags } from "../core/flags.ts";
import { type Fields, type Json, parseJson, textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import { newPrefs } from "./node-state.ts";

/** Flags of tailscale 1.96 on Linux; Go's flag library, so that words may follow a flag or its "=". */
const commands: Readonly<Record<string, FlagSet>> = {
  up: {
    flags: {
      ...{ qr: "flag", json: "flag", reset: "flag", "force-reauth": "flag", "accept-risk": "text" },
      ...{ "auth-key": "text", "login-server": "text", hostname: "text", operator: "text" },
      ...{ "advertise-tags": "text", "advertise-routes": "text", "advertise-connector": "flag" },
      ...{ "accept-routes": "flag", "accept-dns": "flag", "shields-up": "flag", ssh: "flag" },
      ...{ "exit-node": "text", "exit-node-allow-lan-access": "flag", "advertise-exit-node": "flag" },
      ...{ "snat-subnet-routes": "flag", "stateful-filtering": "flag", "netfilter-mode": "text" },
      timeout: "duration",
    },
  },
  down: { flags: { "accept-risk": "text", reason: "text" } },
  logout: { flags: { reason: "text" } },
  status: {
    flags: {
      ...{ json: "flag", web: "flag", active: "flag", self: "flag", peers: "flag" },
      ...{ listen: "text", browser: "flag" },
    },
  },
  "debug prefs": { flags: { pretty: "flag" } },
  version: { flags: { daemon: "flag", json: "flag" } },
};

/** Plays tailscale: reads its call as strictly as the real one, and leaves the rest to tailscaled. */
export async function tailscale(version: string, argv: readonly string[]): Promise<void> {
  const [first = "", second = ""] = argv;
  const name = Object.hasOwn(commands, `${first} ${second}`) ? `${first} ${second}` : first;
  const set = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (set === undefined) throw new Exit(1, `tailscale: unknown subcommand: ${first}`);
  const flags = readFlags(name, argv.slice(name.split(" ").length), set);
  if (flags.operands.length > 0)
    throw new Exit(1, `too many non-flag arguments: ${JSON.stringify(flags.operands)}`);
  await faultPoint("tailscale", name, `tailscale ${name}: stand-in was told to fail`);
  switch (name) {
    case "version":
      return print(version);
    case "status":
      return status(flags);
    case "debug prefs":
      return print(JSON.stringify(await ask({ kind: "prefs" }), null, "\t"));
    case "up":
      return up(flags);
    default:
      await ask({ kind: name });
  }
}

function readFlags(name: string, argv: readonly string[], set: FlagSet): ParsedFlags {
  try {
    return parseFlags(argv, set);
  } catch (error) {
    if (error instanceof FlagError) {
      throw new Exit(1, `flag provided but not defined: ${error.message}\nUsage: tailscale ${name} [flags]`);
    }
    throw error;
  }
}

async function status(flags: ParsedFlags): Promise<void> {
  const answer = await ask({ kind: "status" });
  if (flags.isSet("json")) return print(JSON.stringify(answer, null, 2));
  const backend = textAt(answer, "BackendState");
  if (backend !== "Running")
    throw new Exit(1, backend === "Stopped" ? "Tailscale is stopped." : "Logged out.");
  print(`${textAt(answer, "TailscaleIPs", 0)}   ${textAt(answer, "Self", "HostName")}   linux   -`);
}

async function up(flags: ParsedFlags): Promise<void> {
  const now = await ask({ kind: "prefs" });
  const isRunning = textAt(await ask({ kind: "status" }), "BackendState") === "Running";
  const prefs = prefsOf(flags);
  const forceReauth = flags.isSet("force-reauth");
  if (!flags.isSet("reset") && flags.given.length > 0) refuseReverts(now, prefs);
  if (isRunning && !forceReauth && prefs.ControlURL !== textAt(now, "ControlURL")) {
    throw new Exit(1, "can't change --login-server without --force-reauth");
  }
  const answer = await ask({ kind: "up", prefs, authKey: authKeyOf(flags), forceReauth });
  const error = textAt(answer, "error");
  if (error === "") return;
  if (error !== "needs a person to log in") throw new Exit(1, error);
  throw new Exit(
    1,
    `\nTo authenticate, visit:\n\n\t${textAt(now, "ControlURL")}/a/0123456789ab\n\ntimeout waiting for Tailscale service to enter a Running state; check health with "tailscale status"`,
  );
}

function prefsOf(flags: ParsedFlags): Fields {
  const tags = listed(flags.text("advertise-tags"));
  const wrong = tags.find((tag) => !/^tag:[A-Za-z][A-Za-z0-9-]*$/.test(tag));
  if (wrong !== undefined) throw new Exit(1, `tag: ${JSON.stringify(wrong)}: tags must start with 'tag:'`);
  const routes = listed(flags.text("advertise-routes"));
  const noRoute = routes.find((route) => !/^[0-9a-fA-F.:]+\/\d+$/.test(route));
  if (noRoute !== undefined) throw new Exit(1, `"${noRoute}" is not a valid IP address or CIDR prefix`);
  const isOn = (name: string, fallback: boolean): boolean =>
    flags.given.includes(name) ? flags.isSet(name) : fallback;
  return {
    ControlURL: flags.text("login-server") ?? String(newPrefs.ControlURL),
    Hostname: flags.text("hostname") ?? "",
    AdvertiseTags: tags.length === 0 ? null : tags,
    AdvertiseRoutes: routes.length === 0 ? null : routes,
    RouteAll: isOn("accept-routes", false),
    CorpDNS: isOn("accept-dns", true),
    RunSSH: isOn("ssh", false),
    ShieldsUp: isOn("shields-up", false),
  };
}

const listed = (text: string | undefined): string[] => (text ? text.split(",") : []);

function refuseReverts(now: Json, prefs: Fields): void {
  const lost = Object.keys(prefs).filter(
    (name) => JSON.stringify(prefs[name]) !== JSON.stringify(newPrefs[name] ?? null),
  );
  const kept = ["Hostname", "AdvertiseTags", "AdvertiseRoutes"].filter(
    (name) => textAt(now, name) !== "" && !lost.includes(name),
  );
  if (kept.length === 0) return;
  throw new Exit(
    1,
    "Error: changing settings via 'tailscale up' requires mentioning all\nnon-default flags.",
  );
}

function authKeyOf(flags: ParsedFlags): string {
  const given = flags.text("auth-key") ?? "";
  if (!given.startsWith("file:")) return given;
  try {
    return readFileSync(given.slice("file:".length), "utf8").trim();
  } catch (error) {
    throw new Exit(1, error instanceof Error ? error.message : String(error));
  }
}

/** Asks tailscaled by its socket. */
async function ask(request: Fields): Promise<Json> {
  const socket = connect("/run/tailscale/tailscaled.sock");
  let text = "";
  try {
    socket.end(JSON.stringify(request));
    for await (const chunk of socket.setEncoding("utf8")) text += chunk;
  } catch {
    throw new Exit(
      1,
      "failed to connect to local tailscaled; it doesn't appear to be running (sudo systemctl start tailscaled ?)",
    );
  }
  return parseJson(text);
}
