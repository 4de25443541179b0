import type ssh2 from "ssh2";
import { ConnectionError } from "../errors.ts";
import type { Credentials } from "./authentication-attempts.ts";
import { readIdentity } from "./identity.ts";
import type { Login } from "./login.ts";
import { offeredAgent } from "./offered-agent.ts";

/** Reads the key files of a login. Throws ConnectionError when the key that the inventory names cannot be used. */
export async function readCredentials(login: Login, library: typeof ssh2): Promise<Credentials> {
  const read = (path: string) => readIdentity(path, (data) => library.utils.parseKey(data));
  const [key, ...identities] = await Promise.all([
    login.key === null ? null : read(login.key),
    ...login.identityFiles.map(read),
  ]);
  if (key?.kind === "missing" || key?.kind === "unusable") {
    const why = key.kind === "missing" ? "does not exist" : `cannot be used: ${key.reason}`;
    throw new ConnectionError(
      login.name,
      `the key ${key.path} for ${login.name} ${why}`,
      "correct `key` in the inventory",
    );
  }
  const files = [key ?? null, ...identities].filter((identity) => identity !== null);
  const preferred = files.flatMap((file) => ("publicKey" in file && file.publicKey ? [file.publicKey] : []));
  const only = login.identitiesOnly;
  return {
    key: key ?? null,
    identities: identities.filter((identity) => identity !== null),
    agent: login.agent === null ? null : offeredAgent(library, login.agent, { preferred, only }),
  };
}
