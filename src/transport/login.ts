/** Who runs lab, and from where; read once at the edge. */
export interface LocalUser {
  readonly name: string;
  readonly home: string;
  /** Socket of the ssh agent (SSH_AUTH_SOCK); null without one. */
  readonly agent: string | null;
}

/** One hop, with everything decided that can be before contact. */
export interface Login {
  /** As the user calls it. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** The key that the inventory names; it must exist. */
  readonly key: string | null;
  /** Keys that ssh_config names, or the usual ones; those that do not exist are passed over. */
  readonly identityFiles: readonly string[];
  /** Of the agent's keys, offer only those that are named as files. */
  readonly identitiesOnly: boolean;
  readonly agent: string | null;
  readonly password: string | null;
  readonly hostKeys: HostKeyPolicy;
  /** Of the TCP connection; null where neither the target nor ssh_config sets it. */
  readonly connectTimeoutMs: number | null;
  readonly keepaliveIntervalMs: number | null;
  readonly via: Via;
}

/** How the bytes get there: straight, through other hosts (nearest first), or through a local command. */
export type Via =
  | { readonly kind: "direct" }
  | { readonly kind: "jump"; readonly hops: readonly [Login, ...Login[]] }
  | { readonly kind: "command"; readonly command: string };

/** Which host keys are trusted. New ones are pinned in the first file. */
export interface HostKeyPolicy {
  /** How known_hosts calls the host. */
  readonly name: string;
  readonly files: readonly string[];
  /** "accept-new" pins an unknown key; "yes" refuses it; "no" lets a changed one pass as well. */
  readonly strict: "yes" | "accept-new" | "no";
  /** Hide the names in known_hosts behind hashes. */
  readonly hashNames: boolean;
}

/** "deploy@10.0.0.5", with the port where it is not 22. */
export function loginName(login: {
  readonly user: string;
  readonly host: string;
  readonly port: number;
}): string {
  const host = login.host.includes(":") ? `[${login.host}]` : login.host;
  return `${login.user}@${host}${login.port === 22 ? "" : `:${login.port}`}`;
}
