import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type SshTransportOptions, sshTransport } from "../../../src/transport/ssh-transport.ts";
import type { Shell, Target } from "../../../src/transport/transport.ts";
import { type TestServer, userKey } from "./ssh-server.ts";

export const probe = (script: string) => ({ kind: "probe", script, timeoutMs: 10_000 }) as const;

/** A home of its own for each test: keys, known_hosts, configuration. */
export function newHome() {
  const home = mkdtempSync(join(tmpdir(), "lab-home-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  writeFileSync(join(home, "key"), userKey.private, { mode: 0o600 });
  const pins = join(home, ".ssh/known_hosts");
  return { home, pins, key: join(home, "key") };
}

export type Home = ReturnType<typeof newHome>;

export function transport(
  { home }: Home,
  options: SshTransportOptions & { agent?: string; config?: string } = {},
) {
  const { agent = null, config = "", ...rest } = options;
  writeFileSync(join(home, "config"), config);
  return sshTransport({
    localUser: { name: "me", home, agent },
    configFiles: [join(home, "config")],
    handshakeTimeoutMs: 5000,
    ...rest,
  });
}

export async function open(
  home: Home,
  target: Partial<Target> & { port: number },
  options: Parameters<typeof transport>[1] & { readOnly?: boolean; signal?: AbortSignal } = {},
): Promise<Shell> {
  const { readOnly = false, signal, ...rest } = options;
  const shell = await transport(home, rest).open(
    { name: "web1", host: "127.0.0.1", user: "root", ...target },
    { readOnly, ...(signal && { signal }) },
  );
  onTestFinished(() => shell.close());
  return shell;
}

/** A frame, and the moment at which its script has begun to run. */
export function begun(shell: Shell, script: string) {
  let first: () => void = () => {};
  const line = new Promise<void>((resolve) => {
    first = resolve;
  });
  const result = shell.run({ ...probe(script), onLine: () => first() });
  result.catch(() => {});
  return { line, result };
}

export const closed = (server: TestServer, index = 0) =>
  new Promise((resolve) => {
    if (server.sockets[index]?.closed) resolve(true);
    server.sockets[index]?.once("close", resolve);
  });
