import { keyVariable } from "../vault/key-place.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Names the database of extra interfaces, with its password. */
export const databaseVariable = "LAB_MULTINIC_DATABASE_URL";

let taken: Environment | null = null;

/** The environment of lab. What lab starts, as a ProxyCommand or a shell on this machine, gets it without these secrets. */
export function takeEnvironment(): Environment {
  taken ??= { ...process.env };
  for (const secret of [keyVariable, databaseVariable]) delete process.env[secret];
  return taken;
}
