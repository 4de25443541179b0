import { randomBytes } from "node:crypto";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ConnectionError } from "../errors.ts";
import {
  checkHostKey,
  fingerprint,
  type KnownHost,
  keyType,
  knownHostsLine,
  parseKnownHosts,
  pinnedKeyTypes,
} from "./known-hosts.ts";
import { type Login, loginName } from "./login.ts";

interface ReadFile {
  readonly path: string;
  readonly hosts: readonly KnownHost[];
  readonly endsWithNewline: boolean;
}

/** Pinned host keys, read from known_hosts and added to it. One instance per process keeps its additions in order. */
export class HostKeys {
  #lastPin: Promise<unknown> = Promise.resolve();

  /** The types of the keys that are pinned for a login; the host is asked for one of these first. */
  async pinnedTypes(login: Login): Promise<readonly string[]> {
    const hosts = (await readAll(login)).flatMap((file) => file.hosts);
    return pinnedKeyTypes(hosts, login.hostKeys.name);
  }

  /**
   * Accepts or pins the key that a host shows, or throws ConnectionError. Returns whether it is the pinned one: with
   * StrictHostKeyChecking=no another one passes too, and is not to be trusted with a password.
   */
  verify(login: Login, key: Buffer): Promise<{ readonly trusted: boolean }> {
    const verified = this.#lastPin.then(() => verify(login, key));
    this.#lastPin = verified.catch(() => {});
    return verified;
  }
}

async function verify(login: Login, key: Buffer): Promise<{ readonly trusted: boolean }> {
  const { name, strict } = login.hostKeys;
  const files = await readAll(login);
  const verdict = checkHostKey(
    files.flatMap((file) => file.hosts),
    name,
    key,
  );
  const shown = `${keyType(key)} ${fingerprint(key)}`;
  switch (verdict.kind) {
    case "known":
      return { trusted: true };
    case "revoked":
      throw new ConnectionError(
        login.name,
        `${loginName(login)} shows a host key that is revoked: ${shown}`,
        "somebody else may be answering; do not connect before you know why",
      );
    case "changed": {
      if (strict === "no") return { trusted: false };
      const pinned = verdict.pinned.map(
        (one) => `${one.type} ${fingerprint(Buffer.from(one.key, "base64"))}`,
      );
      throw new ConnectionError(
        login.name,
        `the host key of ${loginName(login)} changed: pinned ${pinned.join(", ")}; now ${shown}`,
        `if the host was reinstalled, forget its old key: ${forgetCommands(files, name, verdict.pinned)}`,
      );
    }
    case "unknown":
      if (strict === "yes") {
        throw new ConnectionError(
          login.name,
          `the host key of ${loginName(login)} is not known: ${shown}`,
          "StrictHostKeyChecking is `yes`: add the key to known_hosts, after comparing its fingerprint",
        );
      }
      await pin(login, key, files[0]);
      return { trusted: true };
  }
}

async function pin(login: Login, key: Buffer, file: ReadFile | undefined): Promise<void> {
  if (!file) return;
  const { name, hashNames } = login.hostKeys;
  if (/[\s\p{Cc}]/u.test(name)) {
    const message = `the host key of ${loginName(login)} cannot be pinned: ${JSON.stringify(name)} is no name`;
    throw new ConnectionError(login.name, message, "correct the address or HostKeyAlias");
  }
  const line = knownHostsLine(name, key, hashNames ? randomBytes(20) : null);
  try {
    await mkdir(dirname(file.path), { recursive: true, mode: 0o700 });
    // One short write in append mode: several processes may pin at once.
    await appendFile(file.path, file.endsWithNewline ? line : `\n${line}`, { mode: 0o600 });
  } catch (error) {
    throw new ConnectionError(
      login.name,
      `the host key of ${loginName(login)} cannot be pinned in ${file.path}: ${error instanceof Error ? error.message : error}`,
      "make the file writable, or name another one as `known_hosts` or UserKnownHostsFile",
      { cause: error },
    );
  }
}

function forgetCommands(files: readonly ReadFile[], name: string, pinned: readonly KnownHost[]): string {
  return files
    .filter((file) => file.hosts.some((host) => pinned.includes(host)))
    .map((file) => `ssh-keygen -R ${quoted(name)} -f ${quoted(file.path)}`)
    .join(" && ");
}

/** As one word of a command that the user is to copy. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

async function readAll(login: Login): Promise<readonly ReadFile[]> {
  return Promise.all(
    login.hostKeys.files.map(async (path) => {
      const text = await readFile(path, "utf8").catch(() => "");
      const endsWithNewline = text === "" || text.endsWith("\n");
      return { path, hosts: parseKnownHosts(text), endsWithNewline };
    }),
  );
}
