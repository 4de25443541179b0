import { InternalError } from "../errors.ts";
import { type ContainerEngine, findContainerEngine } from "./container-engine.ts";

/** One host of a sandbox as plain data, fit to be handed to another process. */
export interface HostRecord {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Has sudo without a password. */
  readonly user: string;
  /** Has sudo with `adminPassword`, which also logs in. */
  readonly adminUser: string;
  readonly adminPassword: string;
  /** Absolute path of the private key that logs in as `user`, `adminUser` and root. */
  readonly keyPath: string;
  readonly knownHostsPath: string;
  readonly containerId: string;
}

/** What a command printed in a host, run out of band: through the engine, not through ssh. */
export interface HostResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A host that can be looked into, and broken, without ssh. */
export interface SandboxHost extends HostRecord {
  /** Runs sh as root. A non-zero exit is a result, not an exception. */
  exec(command: string): Promise<HostResult>;
  /** Freezes every process of the host: connections stay open and hang. */
  pause(): Promise<void>;
  unpause(): Promise<void>;
}

/** Gives a host its handles back, in any process of this machine. */
export function attachHost(record: HostRecord): SandboxHost {
  return {
    ...record,
    async exec(command) {
      const engine = await reach(record);
      const container = engine.container.getById(record.containerId);
      const result = await engine.container.exec(container, ["/bin/sh", "-c", command], { log: false });
      return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
    },
    async pause() {
      const engine = await reach(record);
      await engine.container.getById(record.containerId).pause();
    },
    async unpause() {
      const engine = await reach(record);
      await engine.container.getById(record.containerId).unpause();
    },
  };
}

async function reach(record: HostRecord): Promise<ContainerEngine> {
  const engine = await findContainerEngine();
  if (!engine) throw new InternalError(`the container engine of ${record.name} has gone`);
  return engine;
}
