import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";

/** Runs sh as root on all of them at once, out of band; returns what each printed. Throws an Error where it fails. */
export function onHosts(hosts: readonly SandboxHost[], script: string): Promise<string[]> {
  return Promise.all(
    hosts.map(async (host) => {
      const { exitCode, stdout, stderr } = await host.exec(script);
      if (exitCode === 0) return stdout;
      throw new Error(`a script ended with ${exitCode} on ${host.name}:\n${stdout}${stderr}`);
    }),
  );
}
