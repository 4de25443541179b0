import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import { ConnectionError } from "../errors.ts";
import { type ConnectionContext, connectSsh } from "./connect-ssh.ts";
import { dial, dialThrough } from "./dial.ts";
import { FramedShell, type FramedShellLimits } from "./framed-shell.ts";
import { HostKeys } from "./host-keys.ts";
import { JumpHosts } from "./jump-hosts.ts";
import { type LocalUser, type Login, loginName } from "./login.ts";
import { openRootShell } from "./open-root-shell.ts";
import { readSshConfig } from "./read-ssh-config.ts";
import { resolveTarget } from "./resolve-target.ts";
import type { ConfigBlock } from "./ssh-config.ts";
import type { ConnectionTimes } from "./ssh-connection.ts";
import { SshShell } from "./ssh-shell.ts";
import type { Frame, LocalFile, Target, Transport, TunnelShell } from "./transport.ts";
import { untilAborted } from "./until-aborted.ts";
import { uploadFile } from "./upload-file.ts";

/** Whatever is not given has a default; ConnectTimeout and ServerAliveInterval of ssh_config win over these. */
export interface SshTransportOptions extends Partial<ConnectionTimes>, FramedShellLimits {
  /** Of the TCP connection. */
  readonly connectTimeoutMs?: number;
  /** From an open session to a root shell, sudo included. */
  readonly shellTimeoutMs?: number;
  /** Who logs in; the user who runs lab where not given. */
  readonly localUser?: LocalUser;
  /** ssh_config files, the first one weighs most; those that `ssh` reads where not given. */
  readonly configFiles?: readonly string[];
}

const defaultTimes: ConnectionTimes = {
  handshakeTimeoutMs: 20_000,
  loginTimeoutMs: 20_000,
  channelTimeoutMs: 15_000,
  keepaliveIntervalMs: 5000,
  keepaliveCountMax: 3,
};

/** Opens root shells over SSH, one connection per host. Connections to jump hosts are shared within one transport. */
export function sshTransport(options: SshTransportOptions = {}): Transport<TunnelShell> {
  const local = options.localUser ?? currentUser();
  const configFiles = options.configFiles ?? [join(local.home, ".ssh/config"), "/etc/ssh/ssh_config"];
  const hostKeys = new HostKeys();
  let config: Promise<readonly ConfigBlock[]> | undefined;

  const contextOf = (login: Login): ConnectionContext => {
    const times = { ...defaultTimes, ...options };
    const keepaliveIntervalMs = login.keepaliveIntervalMs ?? times.keepaliveIntervalMs;
    // ConnectTimeout covers the handshake as well, as it does in `ssh`.
    const handshakeTimeoutMs = login.connectTimeoutMs ?? times.handshakeTimeoutMs;
    return { hostKeys, home: local.home, times: { ...times, handshakeTimeoutMs, keepaliveIntervalMs } };
  };
  const connectTimeoutMs = options.connectTimeoutMs ?? 10_000;
  const jumpHosts: JumpHosts = new JumpHosts((login, gate) => {
    const link = () => (gate ? dialThrough(gate, login) : dial(login, jumpHosts, connectTimeoutMs));
    return connectSsh(login, link, contextOf(login));
  });

  return {
    async open(target, { readOnly, signal }): Promise<TunnelShell> {
      signal?.throwIfAborted();
      config ??= readSshConfig(configFiles, local.home);
      const login = resolveTarget(target, await config.catch((error) => refuseConfig(target, error)), local);
      const link = () => dial(login, jumpHosts, connectTimeoutMs);
      const connection = await connectSsh(login, link, contextOf(login), signal);
      try {
        const opening = openRootShell((command) => connection.exec(command), {
          host: target.name,
          login: loginName(login),
          becomePassword: target.becomePassword ?? target.password ?? null,
          timeoutMs: options.shellTimeoutMs ?? 20_000,
        });
        const channel = await untilAborted(opening, signal, () => {});
        const shell = new FramedShell(target.name, channel, options);
        const host = {
          sftp: () => connection.sftp(),
          run: (frame: Frame, frameSignal?: AbortSignal) => shell.run(frame, frameSignal),
        };
        const upload = (file: LocalFile, uploadSignal?: AbortSignal) => uploadFile(host, file, uploadSignal);
        return new SshShell(target.name, readOnly, shell, connection, upload);
      } catch (error) {
        await connection.close();
        throw error;
      }
    },
  };
}

function currentUser(): LocalUser {
  return { name: userInfo().username, home: homedir(), agent: process.env.SSH_AUTH_SOCK || null };
}

function refuseConfig(target: Target, error: unknown): never {
  throw new ConnectionError(
    target.name,
    `the ssh configuration cannot be read: ${error instanceof Error ? error.message : error}`,
    "correct the file; `ssh -G HOST` shows what ssh makes of it",
    { cause: error },
  );
}
