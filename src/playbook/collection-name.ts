/** Collections of Ansible whose modules and words have the same names and meaning here. */
const collection = /^(ansible\.(builtin|legacy|posix)|community\.general)\./;

/** The name without that of its collection: "copy" for "ansible.builtin.copy". */
export function withoutCollection(name: string): string {
  return name.replace(collection, "");
}
