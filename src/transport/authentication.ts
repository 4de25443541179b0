import type { AnyAuthMethod } from "ssh2";
import {
  type AuthenticationAttempt,
  authenticationAttempts,
  type Credentials,
  withTilde,
} from "./authentication-attempts.ts";
import type { Explanation } from "./explanation.ts";
import type { Identity } from "./identity.ts";
import { type Login, loginName } from "./login.ts";

/** The dialogue in which one login is authenticated: one attempt after the other, and at the end an account of them. */
export class Authentication {
  readonly #login: Login;
  readonly #credentials: Credentials;
  readonly #home: string;
  readonly #tried: string[] = [];
  #left: readonly AuthenticationAttempt[];
  #accepted: readonly string[] | null = null;

  constructor(login: Login, credentials: Credentials, home: string) {
    this.#login = login;
    this.#credentials = credentials;
    this.#home = home;
    this.#left = authenticationAttempts(login, credentials, home);
  }

  /** The password stays at home when the host's key is not the pinned one. */
  withholdPassword(): void {
    this.#left = this.#left.filter((attempt) => attempt.method === "publickey");
  }

  /**
   * What to try next; false when nothing is left. `accepted` are the methods that the server still takes, null before
   * it has said so; others are passed over.
   */
  next(accepted: readonly string[] | null): AnyAuthMethod | false {
    const nothingToOffer = this.#left.length === 0 && this.#tried.length === 0 && accepted === null;
    // The server says what it takes only after an attempt, and it may be content with nothing.
    if (nothingToOffer) return { type: "none", username: this.#login.user };
    this.#accepted = accepted ?? this.#accepted;
    const index = this.#left.findIndex((one) => accepted === null || accepted.includes(one.method));
    const attempt = this.#left[index];
    if (!attempt) return false;
    this.#left = this.#left.slice(index + 1);
    this.#tried.push(attempt.label);
    return attempt.auth;
  }

  /** Why the host refused, once it has. `tooMany`: it cut the dialogue short after a number of attempts (MaxAuthTries). */
  explainRefusal(tooMany: boolean): Explanation {
    const { agent, key, identities } = this.#credentials;
    const files = key ? [key, ...identities] : identities;
    const tried = this.#tried.map((label) =>
      label === "agent" ? `agent (${counted(agent?.keys() ?? 0, "key")})` : label,
    );
    const notTried = files.flatMap((file) => this.#whyNotTried(file));
    const list = [...tried, ...notTried].join(", ") || "there was no key, agent or password to try";
    const accepts = this.#accepted?.length ? ` (it takes ${this.#accepted.join(", ")})` : "";
    const hint = tooMany
      ? "it allows only a few attempts: name the right key as `key`, or set IdentitiesOnly in ~/.ssh/config"
      : this.#hint(files);
    const reason = tooMany ? "too many attempts: " : "";
    return { message: `${loginName(this.#login)} refused: ${reason}${list}${accepts}`, hint };
  }

  #whyNotTried(file: Identity): string[] {
    const path = withTilde(file.path, this.#home);
    if (file.kind === "encrypted") return [`key ${path} is encrypted and was not tried`];
    return file.kind === "unusable" ? [`key ${path} is not usable: ${file.reason}`] : [];
  }

  #hint(files: readonly Identity[]): string {
    const encrypted = files.find((file) => file.kind === "encrypted");
    if (encrypted) return `unlock the key for the agent: ssh-add ${withTilde(encrypted.path, this.#home)}`;
    const { user, host, port, password } = this.#login;
    if (password !== null) return `check the password and the user name "${user}"`;
    const copy = `ssh-copy-id ${port === 22 ? "" : `-p ${port} `}${user}@${host}`;
    return `put a key of yours on the host (${copy}), or give \`key\`, \`user\` or \`password\``;
  }
}

const counted = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
