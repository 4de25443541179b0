import { ConnectionError } from "../errors.ts";
import { activeToken, expandTokens, type Tokens } from "./expand-tokens.ts";
import { knownHostsName } from "./known-hosts.ts";
import type { HostKeyPolicy, LocalUser, Login, Via } from "./login.ts";
import { parseJumps } from "./parse-jumps.ts";
import { type ConfigBlock, type SshSettings, sshSettings } from "./ssh-config.ts";
import type { Target } from "./transport.ts";

const usualKeys = ["~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa"];
const longestChain = 8;

/**
 * Everything that can be known before a host is contacted. What the inventory gives wins over ssh_config, which wins
 * over the defaults of `ssh`. Pure. Throws ConnectionError when ProxyJump leads in a circle.
 */
export function resolveTarget(target: Target, config: readonly ConfigBlock[], local: LocalUser): Login {
  return resolve(target, { config, local, behind: [] });
}

interface Surroundings {
  readonly config: readonly ConfigBlock[];
  readonly local: LocalUser;
  /** The hosts that are reached through this one, for which its own ProxyJump is looked up. */
  readonly behind: readonly string[];
}

function resolve(target: Target, around: Surroundings): Login {
  const { config, local } = around;
  const named = target.host === target.name;
  const names = named ? [target.name] : [target.name, target.host];
  const settings = sshSettings(config, { names, user: target.user ?? null, localUser: local.name });
  const one = (keyword: string) => settings.get(keyword)?.[0];
  const hostName = (named && one("hostname")) || target.host;
  const tokens: Tokens = {
    h: hostName.replaceAll("%h", () => target.name).replaceAll("%%", "%"),
    n: target.name,
    p: String(target.port ?? one("port") ?? 22),
    r: target.user ?? one("user") ?? local.name,
    u: local.name,
    d: local.home,
  };
  const milliseconds = (keyword: string) => (Number(one(keyword)) > 0 ? Number(one(keyword)) * 1000 : null);
  const identityFiles = settings.get("identityfile")?.filter((file) => file !== "none") ?? usualKeys;
  return {
    name: target.name,
    host: tokens.h,
    port: Number(tokens.p),
    user: tokens.r,
    key: target.key === undefined ? null : expandTokens(target.key, tokens),
    identityFiles: identityFiles.map((file) => expandTokens(file, tokens)),
    identitiesOnly: isYes(one("identitiesonly")),
    agent: agentOf(one("identityagent"), tokens, local),
    password: target.password ?? null,
    hostKeys: hostKeyPolicy(target, settings, tokens),
    connectTimeoutMs: target.connectTimeoutMs ?? milliseconds("connecttimeout"),
    keepaliveIntervalMs: milliseconds("serveraliveinterval"),
    via: viaOf(target, settings, tokens, around),
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
  const ofUser = settings.get("userknownhostsfile") ?? ["~/.ssh/known_hosts"];
  const ofSystem = settings.get("globalknownhostsfile") ?? ["/etc/ssh/ssh_known_hosts"];
  const files = target.knownHosts === undefined ? [...ofUser, ...ofSystem] : [target.knownHosts];
  return {
    name: alias?.toLowerCase() ?? knownHostsName(tokens.h, Number(tokens.p)),
    files: files.filter((file) => file !== "none").map((file) => expandTokens(file, tokens)),
    strict: isYes(strict) ? "yes" : /^(no|off|false)$/.test(strict) ? "no" : "accept-new",
    hashNames: isYes(settings.get("hashknownhosts")?.[0]),
  };
}

function viaOf(target: Target, settings: SshSettings, tokens: Tokens, around: Surroundings): Via {
  const [first, ...rest] = jumpLogins(target, settings, around);
  if (first) return { kind: "jump", hops: [first, ...rest] };
  const command = settings.get("proxycommand")?.[0];
  if (command === undefined || command.toLowerCase() === "none") return { kind: "direct" };
  const suspect = activeToken(command, tokens);
  if (suspect !== null) {
    const { token, value } = suspect;
    const message = `ProxyCommand was not run: ${token} stands for ${JSON.stringify(value)}, which a shell would not take for a name`;
    throw new ConnectionError(target.name, message, "correct the name, the user or HostName");
  }
  return { kind: "command", command: expandTokens(command, tokens) };
}

/** The hosts on the way, nearest first. The first of them may itself need others; the rest are reached through it. */
function jumpLogins(target: Target, settings: SshSettings, around: Surroundings): readonly Login[] {
  const jump = settings.get("proxyjump")?.[0];
  if (jump === undefined || jump.toLowerCase() === "none") return [];
  if (around.behind.length >= longestChain) {
    const message = `ProxyJump of ${around.behind[0]} leads through more than ${longestChain} hosts`;
    throw new ConnectionError(target.name, message, "look for a circle in ~/.ssh/config");
  }
  const behind = [...around.behind, target.name];
  const { knownHosts, connectTimeoutMs } = target;
  const inherited = {
    ...(knownHosts === undefined ? {} : { knownHosts }),
    ...(connectTimeoutMs === undefined ? {} : { connectTimeoutMs }),
  };
  // `Host *` with a ProxyJump also matches the jump host itself, which is not reached through itself.
  const jumps = parseJumps(jump).filter((hop) => !behind.includes(hop.host));
  return jumps.flatMap((hop, index) => {
    const login = resolve({ name: hop.host, ...hop, ...inherited }, { ...around, behind });
    const before = index === 0 && login.via.kind === "jump" ? login.via.hops : [];
    return [...before, login];
  });
}
