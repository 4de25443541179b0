import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import ssh2, { type AuthContext, type Connection, type ServerChannel, type Session } from "ssh2";
import { onTestFinished } from "vitest";
import { generateKeyPair } from "../../../src/sandbox/key-pair.ts";
import { idOf, standInCommands } from "./stand-in-commands.ts";

/** How a test server behaves; without anything it takes the key `userKey` and runs commands on this machine. */
export interface ServerOptions {
  readonly hostKey?: string;
  readonly port?: number;
  /** Accepts or rejects; not called for the key `userKey` when `keys` is not false. */
  readonly authenticate?: (context: AuthContext) => void;
  readonly keys?: false;
}

export interface TestServer {
  readonly port: number;
  /** Every TCP connection so far. */
  readonly sockets: readonly Socket[];
  /** Ports that clients asked to be connected to. */
  readonly forwarded: readonly number[];
  close(): Promise<void>;
}

/** Not by ssh2, of whose ed25519 keys a few in a thousand cannot be parsed. */
export function newKey(): { readonly private: string; readonly public: string } {
  const { privateKey, publicKey } = generateKeyPair("");
  return { private: privateKey, public: publicKey };
}
export const userKey = newKey();
export const serverKey = newKey();

export function parsedKey(text: string) {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}

/** An SSH server on loopback that runs commands as "root" and forwards TCP; closed when the test ends. */
export async function sshServer(options: ServerOptions = {}): Promise<TestServer> {
  const path = standInCommands({ id: idOf(0) });
  const sockets: Socket[] = [];
  const forwarded: number[] = [];
  const server = new ssh2.Server({ hostKeys: [options.hostKey ?? serverKey.private] }, (client) => {
    client.on("error", () => {});
    client.on("authentication", (context) => authenticate(context, options));
    client.on("ready", () => serve(client, path, forwarded));
  });
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    server.injectSocket(socket);
  });
  listener.listen(options.port ?? 0, "127.0.0.1");
  await once(listener, "listening");
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    if (listener.listening) await new Promise((resolve) => listener.close(resolve));
  };
  onTestFinished(close);
  const { port } = listener.address() as AddressInfo;
  return { port, sockets, forwarded, close };
}

function authenticate(context: AuthContext, options: ServerOptions): void {
  const isUserKey =
    context.method === "publickey" && context.key.data.equals(parsedKey(userKey.public).getPublicSSH());
  if (isUserKey && options.keys !== false) context.accept();
  else if (options.authenticate) options.authenticate(context);
  else context.reject(["publickey"]);
}

function serve(client: Connection, path: string, forwarded: number[]): void {
  client.on("session", (accept) => onSession(accept(), path));
  client.on("tcpip", (accept, _reject, { destIP, destPort }) => {
    forwarded.push(destPort);
    const target = connect(destPort, destIP);
    target.once("connect", () => {
      const channel = accept();
      channel.pipe(target).pipe(channel);
      channel.on("close", () => target.destroy());
      channel.on("error", () => {});
    });
    target.on("error", () => _reject());
  });
}

function onSession(session: Session, path: string): void {
  session.on("exec", (accept, _reject, { command }) => {
    const channel: ServerChannel = accept();
    const child = spawn("/bin/sh", ["-c", command], { stdio: "pipe", env: { ...process.env, PATH: path } });
    channel.pipe(child.stdin);
    child.stdout.pipe(channel, { end: false });
    child.stderr.pipe(channel.stderr, { end: false });
    child.stdin.on("error", () => {});
    channel.on("close", () => child.kill());
    child.on("close", (code) => {
      channel.exit(code ?? 1);
      channel.end();
    });
  });
}
