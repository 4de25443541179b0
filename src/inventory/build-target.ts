import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Target } from "../transport/transport.ts";
import type { FileHead } from "./clusters-schema.ts";
import type { NodeDeclaration } from "./node-schema.ts";

/** How to reach a node: its own keys, else those of the file `inventoryFile`, beside which relative paths begin. */
export function buildTarget(inventoryFile: string, head: FileHead, node: NodeDeclaration): Target {
  const optional = {
    port: node.port,
    user: node.user ?? head.ssh_user,
    key: localPath(inventoryFile, node.key ?? head.ssh_key),
    password: node.password ?? head.ssh_password,
    becomePassword: node.become_password ?? head.become_password,
    knownHosts: localPath(inventoryFile, head.known_hosts),
  };
  return { name: node.name, host: node.host ?? node.name, ...given(optional) };
}

function localPath(inventoryFile: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  if (path === "~" || path.startsWith("~/")) return join(homedir(), path.slice(1));
  return resolve(dirname(inventoryFile), path);
}

/** Leaves out what is undefined, so that optional keys are either there with a value or not there. */
function given<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> };
function given(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
