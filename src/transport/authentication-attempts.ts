import type { AnyAuthMethod, AuthenticationType, BaseAgent, KeyboardInteractiveAuthMethod } from "ssh2";
import type { Identity } from "./identity.ts";
import type { Login } from "./login.ts";

/** One way to prove who one is, in words and as ssh2 wants it. */
export interface AuthenticationAttempt {
  readonly label: string;
  /** The method of RFC 4252 that the server must take. */
  readonly method: Exclude<AuthenticationType, "agent">;
  readonly auth: AnyAuthMethod;
}

/** An agent, and how many keys it had to offer; null until it was asked. */
export interface OfferedAgent {
  readonly agent: BaseAgent;
  keys(): number | null;
}

/** What a login has at hand, read before contact. */
export interface Credentials {
  /** The key that the inventory names. */
  readonly key: Identity | null;
  readonly identities: readonly Identity[];
  readonly agent: OfferedAgent | null;
}

/** Pure; in the order in which they are tried: the inventory's key, the agent, key files, the password. */
export function authenticationAttempts(
  login: Login,
  credentials: Credentials,
  home: string,
): readonly AuthenticationAttempt[] {
  const username = login.user;
  const ofKey = (identity: Identity | null): readonly AuthenticationAttempt[] => {
    if (identity?.kind !== "private") return [];
    const auth = { type: "publickey", username, key: identity.key } as const;
    return [{ label: `key ${withTilde(identity.path, home)}`, method: "publickey", auth }];
  };
  const { key, agent, identities } = credentials;
  const ofAgent: readonly AuthenticationAttempt[] = agent
    ? [{ label: "agent", method: "publickey", auth: { type: "agent", username, agent: agent.agent } }]
    : [];
  return [
    ...ofKey(key),
    ...ofAgent,
    ...identities.filter((identity) => identity.path !== key?.path).flatMap(ofKey),
    ...ofPassword(username, login.password),
  ];
}

/** By itself, and as the answer to every question whose answer is not shown (PAM asks like this). */
function ofPassword(username: string, password: string | null): readonly AuthenticationAttempt[] {
  if (password === null) return [];
  const prompt: KeyboardInteractiveAuthMethod["prompt"] = (_name, _instructions, _language, asked, finish) =>
    finish(asked.map((one) => (one.echo ? "" : password)));
  return [
    { label: "password", method: "password", auth: { type: "password", username, password } },
    {
      label: "keyboard-interactive",
      method: "keyboard-interactive",
      auth: { type: "keyboard-interactive", username, prompt },
    },
  ];
}

/** A path as users write it. */
export function withTilde(path: string, home: string): string {
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
