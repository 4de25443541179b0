/** Names that lab, or the language of expressions, has for its own. */
export const reservedNames: ReadonlySet<string> = new Set([
  "inventory_hostname",
  "group_names",
  "groups",
  "hostvars",
  "play_hosts",
  "cluster",
  "node",
  "facts",
  "item",
  "failed_task",
  "failed_result",
  "true",
  "false",
  "null",
  "in",
]);

const connectionKeys: ReadonlyMap<string, string> = new Map([
  ["ansible_host", "host"],
  ["ansible_ssh_host", "host"],
  ["ansible_port", "port"],
  ["ansible_ssh_port", "port"],
  ["ansible_user", "user"],
  ["ansible_ssh_user", "user"],
  ["ansible_password", "password"],
  ["ansible_ssh_pass", "password"],
  ["ansible_ssh_private_key_file", "key"],
  ["ansible_become_password", "become_password"],
  ["ansible_become_pass", "become_password"],
]);

/** Why a variable cannot have this name, with a hint; null when it can. */
export function variableNameProblem(
  name: string,
): { readonly message: string; readonly hint: string } | null {
  const key = connectionKeys.get(name);
  if (key) {
    return { message: `the variable "${name}" has no effect`, hint: `use the key "${key}" of the node` };
  }
  if (reservedNames.has(name)) {
    return {
      message: `the variable name "${name}" is reserved`,
      hint: "lab sets it itself; choose another name",
    };
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || name === "__proto__") {
    const better = name.replaceAll(/[^A-Za-z0-9_]+/g, "_").replace(/^(?=\d)/, "_");
    return {
      message: `"${name}" cannot be the name of a variable: letters, digits and _ only`,
      hint: /^_+$/.test(better) || name === "__proto__" ? "choose another name" : `write "${better}"`,
    };
  }
  return null;
}
