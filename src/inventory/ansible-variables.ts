import { isSecretName } from "../input/secret-name.ts";
import type { InventoryHost } from "./inventory.ts";

/**
 * The variables of a host as Ansible's inventories hold them: lab's own, and how to connect.
 * Passwords are left out, and so is every value, at any depth, whose key says that it is a secret.
 */
export function ansibleVariables({ target, vars }: InventoryHost): Record<string, unknown> {
  const own = Object.entries(vars).filter(([name]) => !isSecretName(name));
  return {
    ansible_host: target.host,
    ...(target.port !== undefined && { ansible_port: target.port }),
    ...(target.user !== undefined && { ansible_user: target.user }),
    ...(target.key !== undefined && { ansible_ssh_private_key_file: target.key }),
    ...Object.fromEntries(own.map(([name, { value }]) => [name, withoutSecrets(value)])),
  };
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !isSecretName(name));
  return Object.fromEntries(kept.map(([name, inner]: [string, unknown]) => [name, withoutSecrets(inner)]));
}
