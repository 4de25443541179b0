import { type Login, loginName } from "./login.ts";
import type { SshConnection } from "./ssh-connection.ts";

/** The use of a shared connection, until `release`. */
interface JumpLease {
  readonly connection: SshConnection;
  /** To be called once. */
  release(): void;
}

interface SharedConnection {
  readonly connection: Promise<SshConnection>;
  users: number;
}

/** Opens a connection to a host; through the one given, or straight. */
type Connect = (login: Login, through: SshConnection | null) => Promise<SshConnection>;

/** Connections to jump hosts: one per chain of hops, shared by all hosts behind it, closed with its last user. */
export class JumpHosts {
  readonly #connect: Connect;
  readonly #shared = new Map<string, SharedConnection>();

  constructor(connect: Connect) {
    this.#connect = connect;
  }

  /** `hops` stand in the order in which they are passed. Throws ConnectionError, to all who wait for the same chain. */
  async lease(hops: readonly [Login, ...Login[]]): Promise<JumpLease> {
    const key = JSON.stringify(hops.map((hop) => [loginName(hop), hop.key, hop.hostKeys.files]));
    const shared = this.#shared.get(key) ?? { connection: this.#open(hops), users: 0 };
    const forget = () => {
      if (this.#shared.get(key) === shared) this.#shared.delete(key);
    };
    this.#shared.set(key, shared);
    shared.users += 1;
    const release = () => {
      shared.users -= 1;
      if (shared.users > 0) return;
      forget();
      shared.connection.then(
        (connection) => connection.close(),
        () => {},
      );
    };
    try {
      const connection = await shared.connection;
      // A chain that broke must not be handed to the next host.
      connection.closed.then(forget);
      return { connection, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  async #open(hops: readonly [Login, ...Login[]]): Promise<SshConnection> {
    const [first, ...rest] = hops;
    const last = rest.pop();
    if (!last) return this.#connect(first, null);
    const before = await this.lease([first, ...rest]);
    try {
      const connection = await this.#connect(last, before.connection);
      connection.closed.then(before.release);
      return connection;
    } catch (error) {
      before.release();
      throw error;
    }
  }
}
