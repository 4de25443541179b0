import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { hostname } from "node:os";
import { Exit } from "../core/exit.ts";
import { FlagError, parseFlags } from "../core/flags.ts";
import { type Fields, fieldsAt, type Json, parseJson, textAt } from "../core/json.ts";
import { backendState, type NodeState, newPrefs, readNodeState, writeNodeState } from "./node-state.ts";
import { readTailnet } from "./tailnet.ts";

const link = "tailscale0";

/** Plays tailscaled: keeps the node on disk, has an interface with an address, and no tunnel behind it. */
export async function tailscaled(version: string, argv: readonly string[]): Promise<void> {
  const flags = readFlags(argv);
  if (flags.isSet("cleanup")) return removeLink();
  const statePath = flags.text("state");
  const socket = flags.text("socket");
  if (statePath === undefined || socket === undefined) throw new Exit(1, "--state and --socket are required");
  let state = readNodeState(statePath);
  const keep = (next: NodeState): void => {
    state = next;
    writeNodeState(statePath, next);
    showLink(next);
  };
  rmSync(socket, { force: true });
  const server = createServer({ allowHalfOpen: true }, (connection) => {
    void answer(connection, (request) => reply(request, state, version, keep));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(socket, resolve);
  await promise;
  showLink(state);
  if (process.env.NOTIFY_SOCKET) execFileSync("systemd-notify", ["--ready"]);
  const ended = Promise.withResolvers<void>();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => ended.resolve());
  await ended.promise;
  process.exit(0);
}

function readFlags(argv: readonly string[]) {
  try {
    return parseFlags(argv, {
      flags: {
        ...{
          state: "text",
          statedir: "text",
          socket: "text",
          port: "number",
          tun: "text",
          verbose: "number",
        },
        ...{ cleanup: "flag", debug: "text", "socks5-server": "text", "no-logs-no-support": "flag" },
      },
    });
  } catch (error) {
    if (error instanceof FlagError) throw new Exit(2, error.message);
    throw error;
  }
}

async function answer(connection: Socket, replyTo: (request: Json) => Json): Promise<void> {
  let text = "";
  for await (const chunk of connection.setEncoding("utf8")) text += chunk;
  try {
    connection.end(JSON.stringify(replyTo(parseJson(text))));
  } catch (error) {
    connection.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
  }
}

function reply(request: Json, state: NodeState, version: string, keep: (next: NodeState) => void): Json {
  switch (textAt(request, "kind")) {
    case "status":
      return statusOf(state, version);
    case "prefs":
      return state.prefs;
    case "down":
      keep({ ...state, prefs: { ...state.prefs, WantRunning: false } });
      return {};
    case "logout":
      keep({ prefs: { ...newPrefs, LoggedOut: true }, nodeKey: "", expiry: "" });
      return {};
    case "up":
      return up(request, state, keep);
    default:
      return { error: "unknown request" };
  }
}

function up(request: Json, state: NodeState, keep: (next: NodeState) => void): Json {
  const prefs: Fields = {
    ...state.prefs,
    ...fieldsAt(request, "prefs"),
    WantRunning: true,
    LoggedOut: false,
  };
  const isNew = backendState(state) === "NeedsLogin" || textAt(request, "forceReauth") === "true";
  if (!isNew) {
    keep({ ...state, prefs });
    return {};
  }
  const authKey = textAt(request, "authKey");
  if (authKey === "") return { error: "needs a person to log in" };
  const { keys, keyDays } = readTailnet();
  if (!keys.includes(authKey)) return { error: "backend error: invalid key: API key does not exist" };
  const expiry = keyDays === null ? "" : new Date(Date.now() + keyDays * 86_400_000).toISOString();
  keep({ prefs, nodeKey: `nodekey:${randomBytes(32).toString("hex")}`, expiry });
  return {};
}

/** The same for a host of the same name, as a tailnet keeps addresses. */
function addressOf({ prefs }: NodeState): string {
  const [a = 0, b = 0, c = 0] = createHash("sha256").update(nameOf(prefs)).digest();
  return `100.${64 + (a % 64)}.${b}.${1 + (c % 254)}`;
}

const nameOf = (prefs: Fields): string => textAt(prefs, "Hostname") || hostname();

/** In the shape of ipnstate.Status, without peers. */
function statusOf(state: NodeState, version: string): Json {
  const backend = backendState(state);
  const isIn = state.nodeKey !== "";
  const addresses = isIn ? [addressOf(state)] : null;
  return {
    Version: `${version}-t000000000`,
    TUN: true,
    BackendState: backend,
    ...(isIn ? { HaveNodeKey: true } : {}),
    AuthURL: "",
    TailscaleIPs: addresses,
    Self: {
      ID: isIn ? "n0000CNTRL" : "",
      PublicKey: isIn ? state.nodeKey : `nodekey:${"0".repeat(64)}`,
      HostName: nameOf(state.prefs),
      DNSName: isIn ? `${nameOf(state.prefs)}.example.ts.net.` : "",
      OS: "linux",
      UserID: 0,
      TailscaleIPs: addresses,
      ...(state.prefs.AdvertiseTags === null || !isIn ? {} : { Tags: state.prefs.AdvertiseTags ?? null }),
      Online: backend === "Running",
      ...(state.expiry === "" ? {} : { KeyExpiry: state.expiry }),
    },
    Health: backend === "Running" ? [] : ["not in a tailnet"],
    MagicDNSSuffix: isIn ? "example.ts.net" : "",
    CurrentTailnet: null,
    CertDomains: null,
    Peer: null,
    User: null,
    ClientVersion: null,
  };
}

/** The interface is real, so that others see the address as they would; it is gone with this process. */
function showLink(state: NodeState): void {
  removeLink();
  execFileSync("ip", ["tuntap", "add", "dev", link, "mode", "tun"]);
  execFileSync("ip", ["link", "set", "dev", link, "mtu", process.env.TS_DEBUG_MTU ?? "1280", "up"]);
  if (backendState(state) === "Running") {
    execFileSync("ip", ["address", "add", `${addressOf(state)}/32`, "dev", link]);
  }
}

function removeLink(): void {
  try {
    execFileSync("ip", ["link", "delete", "dev", link], { stdio: "ignore" });
  } catch {
    // It was not there.
  }
}
