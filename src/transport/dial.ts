import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { ConnectionError } from "../errors.ts";
import { explainConnectionError } from "./explain-connection-error.ts";
import type { JumpHosts } from "./jump-hosts.ts";
import { type Login, loginName } from "./login.ts";
import { proxyCommand } from "./proxy-command.ts";
import type { SshConnection } from "./ssh-connection.ts";

/** Opens the byte stream to sshd: over TCP, through jump hosts, or through a ProxyCommand. Throws ConnectionError. */
export async function dial(login: Login, jumpHosts: JumpHosts, connectTimeoutMs: number): Promise<Duplex> {
  const timeoutMs = login.connectTimeoutMs ?? connectTimeoutMs;
  switch (login.via.kind) {
    case "command":
      return proxyCommand(login.via.command);
    case "jump":
      return dialThroughHops(login, login.via.hops, jumpHosts);
    case "direct":
      return dialTcp(login, timeoutMs);
  }
}

function dialTcp(login: Login, timeoutMs: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: login.host, port: login.port, noDelay: true });
    const late = setTimeout(
      () => fail(Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: "ETIMEDOUT" })),
      timeoutMs,
    );
    const fail = (error: unknown) => {
      clearTimeout(late);
      socket.destroy();
      const { message, hint } = explainConnectionError(error, login);
      reject(new ConnectionError(login.name, message, hint, { cause: error }));
    };
    // Stays for the life of the socket: an error that nobody listens for would end the process.
    socket.on("error", fail);
    socket.once("connect", () => {
      clearTimeout(late);
      resolve(socket);
    });
  });
}

async function dialThroughHops(
  login: Login,
  hops: readonly [Login, ...Login[]],
  jumpHosts: JumpHosts,
): Promise<Duplex> {
  const lease = await jumpHosts.lease(hops).catch((error: unknown) => {
    if (!(error instanceof ConnectionError)) throw error;
    const message = `${loginName(login)} is behind a jump host: ${error.message}`;
    throw new ConnectionError(login.name, message, error.hint, { cause: error });
  });
  try {
    const link = await dialThrough(lease.connection, login);
    link.on("close", () => lease.release());
    return link;
  } catch (error) {
    lease.release();
    throw error;
  }
}

/** Opens the byte stream by way of a host that is connected already. Throws ConnectionError. */
export async function dialThrough(gate: SshConnection, login: Login): Promise<Duplex> {
  try {
    const link = await gate.forwardOut(login.host, login.port);
    link.on("error", () => {});
    return link;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new ConnectionError(
      login.name,
      `${loginName(login)} cannot be reached from its jump host ${gate.name}: ${said}`,
      "check the address as the jump host sees it, and that its sshd allows forwarding (AllowTcpForwarding)",
      { cause: error },
    );
  }
}
