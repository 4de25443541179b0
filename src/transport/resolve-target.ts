import { join } from "node:path";
import { ConnectionError } from "../errors.ts";
import { expandTokens, type Tokens } from "./expand-tokens.ts";
import { knownHostsName } from "./known-hosts.ts";
import type { HostKeyPolicy, LocalUser, Login, Via } from "./login.ts";
import { parseJumps } from "./parse-jumps.ts";
import { type ConfigBlock, type SshSettings, sshSettings } from "./ssh-config.ts";
import type { Target } from "./transport.ts";

const usualKeys = ["id_ed25519", "id_ecdsa", "id_rsa"];
const longestChain = 8;

/**
 * Everything that is to be known before a host is contacted. What the inventory gives wins over ssh_config, which
 * wins over the defaults of `ssh`. Pure. Throws ConnectionError on a setting that makes no sense.
 */
export function resolveTarget(target: Target, config: readonly ConfigBlock[], local: LocalUser): Login {
  return resolve(target, config, local, []);
}

function resolve(
  target: Target,
  config: readonly ConfigBlock[],
  local: LocalUser,
  behind: readonly string[],
  givenVia?: Via,
): Login {
  const names = target.host === target.name ? [target.name] : [target.name, target.host];
  const settings = sshSettings(config, { names, user: target.user ?? null, localUser: local.name });
  const one = (keyword: string) => settings.get(keyword)?.[0];
  const hostName = target.host === target.name ? (one("hostname") ?? target.host) : target.host;
  const host = hostName.replaceAll("%h", target.name).replaceAll("%%", "%");
  const port = target.port ?? (Number(one("port")) || 22);
  const user = target.user ?? one("user") ?? local.name;
  const tokens: Tokens = { h: host, n: target.name, p: String(port), r: user, u: local.name, d: local.home };
  const seconds = (keyword: string) => (Number(one(keyword)) > 0 ? Number(one(keyword)) * 1000 : null);
  const identityFiles = settings.get("identityfile")?.filter((file) => file !== "none");
  return {
    name: target.name,
    host,
    port,
    user,
    key: target.key === undefined ? null : expandTokens(target.key, tokens),
    identityFiles:
      identityFiles?.map((file) => expandTokens(file, tokens)) ??
      usualKeys.map((file) => join(local.home, ".ssh", file)),
    identitiesOnly: isYes(one("identitiesonly")),
    agent: agentOf(one("identityagent"), tokens, local),
    password: target.password ?? null,
    hostKeys: hostKeyPolicy(target, settings, tokens),
    connectTimeoutMs: seconds("connecttimeout"),
    keepaliveIntervalMs: seconds("serveraliveinterval"),
    via:
      givenVia ??
      viaOf(
        target,
        settings,
        tokens,
        (hop, via) => resolve(hop, config, local, [...behind, target.name], via),
        behind,
      ),
  };
}

const isYes = (value: string | undefined): boolean => /^(yes|true)$/i.test(value ?? "");

function agentOf(setting: string | undefined, tokens: Tokens, local: LocalUser): string | null {
  if (setting === undefined || setting === "SSH_AUTH_SOCK") return local.agent;
  return setting === "none" ? null : expandTokens(setting, tokens);
}

function hostKeyPolicy(target: Target, settings: SshSettings, tokens: Tokens): HostKeyPolicy {
  const strict = settings.get("stricthostkeychecking")?.[0]?.toLowerCase() ?? "ask";
  const alias = settings.get("hostkeyalias")?.[0];
  const users = settings.get("userknownhostsfile") ?? ["~/.ssh/known_hosts", "~/.ssh/known_hosts2"];
  const global = settings.get("globalknownhostsfile") ?? ["/etc/ssh/ssh_known_hosts"];
  const files = target.knownHosts === undefined ? [...users, ...global] : [target.knownHosts];
  return {
    name: alias ? alias.toLowerCase() : knownHostsName(tokens.h, Number(tokens.p)),
    files: files.filter((file) => file !== "none").map((file) => expandTokens(file, tokens)),
    strict: /^(yes|true)$/.test(strict) ? "yes" : /^(no|off|false)$/.test(strict) ? "no" : "accept-new",
    hashNames: isYes(settings.get("hashknownhosts")?.[0]),
  };
}

/** The first host of a chain may itself need others; the later ones are reached through those before them. */
function viaOf(
  target: Target,
  settings: SshSettings,
  tokens: Tokens,
  resolveHop: (hop: Target, via: Via | undefined) => Login,
  behind: readonly string[],
): Via {
  const command = settings.get("proxycommand")?.[0];
  const jump = settings.get("proxyjump")?.[0];
  if (jump !== undefined && jump.toLowerCase() !== "none") {
    const jumps = parseJumps(jump).filter((hop) => hop.host !== target.name && !behind.includes(hop.host));
    if (behind.length > longestChain) {
      throw new ConnectionError(
        target.name,
        `ProxyJump of ${target.name} leads through more than ${longestChain} hosts`,
        "look for a loop in ~/.ssh/config",
      );
    }
    const hops: Login[] = [];
    for (const hop of jumps) {
      const inherited = target.knownHosts === undefined ? {} : { knownHosts: target.knownHosts };
      const login = resolveHop(
        { name: hop.host, ...hop, ...inherited },
        hops.length > 0 ? { kind: "direct" } : undefined,
      );
      if (login.via.kind === "jump") hops.push(...login.via.hops);
      hops.push(login);
    }
    const [first, ...rest] = hops;
    if (first) return { kind: "jump", hops: [first, ...rest] };
  }
  if (command !== undefined && command.toLowerCase() !== "none") {
    return { kind: "command", command: expandTokens(command, tokens) };
  }
  return { kind: "direct" };
}
