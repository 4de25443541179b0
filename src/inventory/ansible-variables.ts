import type { DataPath } from "../input/data-path.ts";
import { isSecretName } from "../input/secret-name.ts";
import type { InventoryHost, SourcedValue } from "./inventory.ts";

/**
 * The variables of a host as Ansible's inventories hold them: lab's own, and how to connect.
 * Passwords are left out, and so is every value, at any depth, that is marked as secret or whose key says so.
 */
export function ansibleVariables({
  target,
  vars,
}: Pick<InventoryHost, "target" | "vars">): Record<string, unknown> {
  const own = Object.entries(vars).filter(([name, variable]) => !isWhollySecret(name, partsOf(variable)));
  return {
    ansible_host: target.host,
    ...(target.port !== undefined && { ansible_port: target.port }),
    ...(target.user !== undefined && { ansible_user: target.user }),
    ...(target.key !== undefined && { ansible_ssh_private_key_file: target.key }),
    ...Object.fromEntries(
      own.map(([name, variable]) => [name, withoutSecrets(variable.value, partsOf(variable))]),
    ),
  };
}

function partsOf({ secret, secretParts = [[]] }: SourcedValue): readonly DataPath[] {
  return secret ? secretParts : [];
}

function isWhollySecret(name: string, parts: readonly DataPath[]): boolean {
  return isSecretName(name) || parts.some((path) => path.length === 0);
}

/** `parts` say where in the value its secrets are. An entry of a list that is one goes as well. */
function withoutSecrets(value: unknown, parts: readonly DataPath[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  const within = (key: string | number) =>
    parts.filter(([first]) => String(first) === String(key)).map((path) => path.slice(1));
  if (Array.isArray(value)) {
    return value.flatMap((inner, index) =>
      isWhollySecret("", within(index)) ? [] : [withoutSecrets(inner, within(index))],
    );
  }
  const kept = Object.entries(value).filter(([name]) => !isWhollySecret(name, within(name)));
  return Object.fromEntries(
    kept.map(([name, inner]: [string, unknown]) => [name, withoutSecrets(inner, within(name))]),
  );
}
