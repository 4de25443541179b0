import type { Duplex } from "node:stream";
import type { NodeSSH } from "node-ssh";
import type { Algorithms, Client, ServerHostKeyAlgorithm } from "ssh2";
import { ConnectionError, InternalError } from "../errors.ts";
import { Authentication } from "./authentication.ts";
import { explainConnectionError } from "./explain-connection-error.ts";
import { firstWords } from "./first-words.ts";
import type { HostKeys } from "./host-keys.ts";
import type { Login } from "./login.ts";
import { readCredentials } from "./read-credentials.ts";
import { type ConnectionTimes, SshConnection } from "./ssh-connection.ts";
import { untilAborted } from "./until-aborted.ts";
import { within } from "./within.ts";

/** What connections of one run share. */
export interface ConnectionContext {
  readonly hostKeys: HostKeys;
  readonly home: string;
  readonly times: ConnectionTimes;
}

/**
 * Opens an SSH connection over the link that `dial` makes: handshake, host key, authentication. The libraries and the
 * key files are read while the link is being made. Throws ConnectionError, or the signal's reason.
 */
export async function connectSsh(
  login: Login,
  dial: () => Promise<Duplex>,
  context: ConnectionContext,
  signal?: AbortSignal,
): Promise<SshConnection> {
  const link = dial();
  const cut = () => {
    link.then(
      (open) => open.destroy(),
      () => {},
    );
  };
  try {
    return await untilAborted(connectOver(link, login, context), signal, cut);
  } catch (error) {
    cut();
    throw error;
  }
}

async function connectOver(
  dialed: Promise<Duplex>,
  login: Login,
  context: ConnectionContext,
): Promise<SshConnection> {
  const libraries = Promise.all([import("node-ssh"), import("ssh2")]);
  const [link, [{ NodeSSH }], credentials, pinnedTypes] = await Promise.all([
    dialed,
    libraries,
    libraries.then(([, { default: ssh2 }]) => readCredentials(login, ssh2)),
    context.hostKeys.pinnedTypes(login),
  ]);
  const authentication = new Authentication(login, credentials, context.home);
  const parts = { login, link, ssh: new NodeSSH(), authentication, pinnedTypes, context };
  // Of a link that broke meanwhile, ssh2 would never hear again.
  if (link.destroyed) throw whyNotReady(link.errored, false, "", parts);
  return await handshake(parts);
}

interface Handshake {
  readonly login: Login;
  readonly link: Duplex;
  readonly ssh: NodeSSH;
  readonly authentication: Authentication;
  readonly pinnedTypes: readonly string[];
  readonly context: ConnectionContext;
}

async function handshake(parts: Handshake): Promise<SshConnection> {
  const { login, link, ssh, authentication, context } = parts;
  const refused: Refusal = { hostKey: null, exhausted: false };
  const heard = firstWords(link);
  const connecting = ssh.connect({
    sock: link,
    username: login.user,
    // The time-outs are below.
    readyTimeout: 0,
    keepaliveInterval: context.times.keepaliveIntervalMs,
    // Pings are for the host to answer; whether it does is watched over by SshConnection.
    keepaliveCountMax: Number.MAX_SAFE_INTEGER,
    algorithms: algorithms(parts.pinnedTypes),
    hostVerifier: verifier(parts, refused),
    // ssh2 takes the returned value as well as a callback; only so can it be told that nothing is left.
    authHandler: (accepted) => {
      const auth = authentication.next(accepted);
      refused.exhausted = auth === false;
      return auth;
    },
  });
  const client = ssh.connection;
  // node-ssh also rejects on errors after which ssh2 goes on; what counts is `ready` and `closed`.
  connecting.catch(() => {});
  if (!client) throw new InternalError("node-ssh made no connection");
  const connection = new SshConnection(login, ssh, client, link, context.times);
  const outcome = await readiness(client, connection.closed, context.times);
  if (outcome === "reached") return connection;
  link.destroy();
  throw refused.hostKey ?? whyNotReady(outcome, refused.exhausted, heard(), parts);
}

/** Waits until the host has let the user in: "reached", or what came between. */
async function readiness(
  client: Client,
  closed: Promise<Error | null>,
  { handshakeTimeoutMs, loginTimeoutMs }: ConnectionTimes,
): Promise<"reached" | Error | null> {
  const stage = (reached: Promise<"reached">, ms: number, late: string) =>
    within(Promise.race([reached, closed]), ms, () => new Error(late)).catch((error: Error) => error);
  const ready = new Promise<"reached">((resolve) => client.once("ready", () => resolve("reached")));
  const negotiated = new Promise<"reached">((resolve) => client.once("handshake", () => resolve("reached")));
  const outcome = await stage(negotiated, handshakeTimeoutMs, "Timed out while waiting for handshake");
  if (outcome !== "reached") return outcome;
  const login = await stage(ready, loginTimeoutMs, "no answer to the login");
  return login ?? new Error("closed during the login");
}

/** What was decided while ssh2 was asking. */
interface Refusal {
  /** Why the host's key was not accepted. */
  hostKey: unknown;
  /** There was nothing left to authenticate with. */
  exhausted: boolean;
}

function verifier({ login, authentication, context }: Handshake, refused: Refusal) {
  return (key: Buffer, verify: (accepted: boolean) => void): void => {
    context.hostKeys.verify(login, key).then(
      ({ trusted }) => {
        if (!trusted) authentication.withholdPassword();
        verify(true);
      },
      (error: unknown) => {
        refused.hostKey = error;
        verify(false);
      },
    );
  };
}

function whyNotReady(
  error: Error | null,
  exhausted: boolean,
  heard: string,
  parts: Handshake,
): ConnectionError {
  const { login, authentication } = parts;
  const tooMany = error !== null && /too many authentication failures/i.test(error.message);
  const { message, hint } =
    exhausted || tooMany
      ? authentication.explainRefusal(tooMany)
      : explainConnectionError(error ?? new Error("the connection was closed"), login, heard);
  return new ConnectionError(login.name, message, hint, { cause: error });
}

/** Fast on current hardware and known to every OpenSSH in use; ssh2's own list follows it. */
const firstCipher = "aes128-gcm@openssh.com";

const hostKeyAlgorithms: readonly (readonly [type: string, algorithms: readonly ServerHostKeyAlgorithm[]])[] =
  [
    ["ssh-ed25519", ["ssh-ed25519"]],
    ["ecdsa-sha2-nistp256", ["ecdsa-sha2-nistp256"]],
    ["ecdsa-sha2-nistp384", ["ecdsa-sha2-nistp384"]],
    ["ecdsa-sha2-nistp521", ["ecdsa-sha2-nistp521"]],
    ["ssh-rsa", ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"]],
  ];

/** A host has keys of several types; it must show one that is pinned, or it would look changed. */
function algorithms(pinnedTypes: readonly string[]): Algorithms {
  const isPinned = ([type]: readonly [string, unknown]) => (pinnedTypes.includes(type) ? 0 : 1);
  const ordered = hostKeyAlgorithms.toSorted((a, b) => isPinned(a) - isPinned(b));
  return {
    // ssh2 does not move what is in its list already, so it is taken out first; the order of the keys counts.
    cipher: { remove: [firstCipher], prepend: [firstCipher], append: [] },
    compress: ["none"],
    serverHostKey: ordered.flatMap(([, names]) => names),
  };
}
