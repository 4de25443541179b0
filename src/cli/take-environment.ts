import { keyVariable } from "../vault/key-place.ts";

type Environment = Readonly<Record<string, string | undefined>>;

let taken: Environment | null = null;

/** The environment of lab. What lab starts, as a ProxyCommand or a shell on this machine, gets it without the vault key. */
export function takeEnvironment(): Environment {
  taken ??= { ...process.env };
  delete process.env[keyVariable];
  return taken;
}
