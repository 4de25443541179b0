import type { Duplex } from "node:stream";
import type { NodeSSH } from "node-ssh";
import type { Client, ClientChannel, SFTPWrapper } from "ssh2";
import { ConnectionError } from "../errors.ts";
import { type Login, loginName } from "./login.ts";
import type { ShellChannel } from "./shell-channel.ts";
import { watchForSilence } from "./watch-for-silence.ts";
import { within } from "./within.ts";

/** The times of a connection. */
export interface ConnectionTimes {
  /** From the open link until both sides have keys. */
  readonly handshakeTimeoutMs: number;
  /** From there to the end of authentication, which a host may delay on purpose after a wrong password. */
  readonly loginTimeoutMs: number;
  /** For each channel that is opened later. */
  readonly channelTimeoutMs: number;
  readonly keepaliveIntervalMs: number;
  /** This many intervals without a byte from the host, and the connection counts as lost. */
  readonly keepaliveCountMax: number;
}

/** ssh2 emits these as errors and goes on: with the next method, or by closing the connection. */
const passing: ReadonlySet<string> = new Set(["agent", "client-authentication"]);

/** One authenticated SSH connection. Whatever befalls the link shows in `closed`, never as an uncaught error. */
export class SshConnection {
  readonly #login: Login;
  readonly #ssh: NodeSSH;
  readonly #client: Client;
  readonly #link: Duplex;
  readonly #times: ConnectionTimes;
  /** Settles once: with what cut the connection, or null when it was closed in good order. */
  readonly closed: Promise<Error | null>;

  /** To be made as soon as `client` exists: it listens for errors that would otherwise end the process. */
  constructor(login: Login, ssh: NodeSSH, client: Client, link: Duplex, times: ConnectionTimes) {
    this.#login = login;
    this.#ssh = ssh;
    this.#client = client;
    this.#link = link;
    this.#times = times;
    this.closed = new Promise((resolve) => {
      const onSilence = () => {
        const seconds = Math.round((times.keepaliveIntervalMs * times.keepaliveCountMax) / 1000);
        resolve(new Error(`no answer for ${seconds} s`));
        link.destroy();
      };
      let stopWatching = () => {};
      // Before that ssh2 sends no pings, and may not listen yet to what a watch would make flow.
      client.once("ready", () => {
        stopWatching = watchForSilence(link, times, onSilence);
      });
      client.on("error", (error) => {
        if (!passing.has(String(Reflect.get(error, "level")))) resolve(error);
      });
      client.on("close", () => {
        stopWatching();
        resolve(null);
      });
    });
  }

  /** "ops@gate:2222", for messages. */
  get name(): string {
    return loginName(this.#login);
  }

  /** Runs a command line in the user's login shell, without a terminal. Cost: 2 round trips. */
  async exec(command: string): Promise<ShellChannel> {
    const open = () =>
      new Promise<ClientChannel>((resolve, reject) => {
        this.#client.exec(command, (error, channel) => (error ? reject(error) : resolve(channel)));
      });
    const channel = await this.#guarded("open a session", open);
    channel.on("error", () => {});
    const done = new Promise<null>((resolve) => channel.once("close", () => resolve(null)));
    const exited = new Promise<null>((resolve) => channel.once("exit", () => resolve(null)));
    const closed = Promise.race([done, this.closed]);
    return {
      stdin: channel.stdin,
      stdout: channel.stdout,
      stderr: channel.stderr,
      closed,
      ended: Promise.race([exited, closed]),
      destroy: () => this.#link.destroy(),
    };
  }

  /** Cost: 3 round trips. Fails where the host has no sftp subsystem. */
  sftp(): Promise<SFTPWrapper> {
    return this.#guarded("open sftp", () => this.#ssh.requestSFTP());
  }

  /** A stream to a TCP port, opened by the host. */
  forwardOut(host: string, port: number): Promise<Duplex> {
    return this.#guarded("forward a port", () => this.#ssh.forwardOut("127.0.0.1", 0, host, port));
  }

  /** Says good-bye, and cuts the link once that is on its way. Cost: no round trip. Never throws. */
  async close(): Promise<void> {
    const sent = new Promise<void>((resolve) => this.#link.once("finish", resolve));
    this.#client.end();
    const late = () => new Error("the link takes nothing");
    await within(Promise.race([sent, this.closed]), 500, late).catch(() => {});
    this.#link.destroy();
  }

  async #guarded<T>(what: string, work: () => Promise<T>): Promise<T> {
    const lost = this.closed.then((reason) => {
      throw reason ?? new Error("the connection was closed");
    });
    return within(Promise.race([work(), lost]), this.#times.channelTimeoutMs, () => {
      const seconds = Math.round(this.#times.channelTimeoutMs / 1000);
      return new ConnectionError(
        this.#login.name,
        `${this.name} did not ${what} within ${seconds} s`,
        "the host may be overloaded; look at the log of sshd on it (journalctl -u ssh)",
      );
    });
  }
}
