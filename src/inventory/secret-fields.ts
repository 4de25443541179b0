import { InputError } from "../errors.ts";
import type { DataPath } from "../input/data-path.ts";
import { isMapping } from "../input/mapping.ts";
import { OpenValues } from "../input/open-values.ts";
import type { SecretSource } from "../input/secret-source.ts";
import type { YamlFile } from "../input/yaml-file.ts";

/**
 * clusters.json with the passwords to which it refers by `env:NAME` and `file:PATH`; those that are encrypted or marked
 * are what they are already. Throws InputError where one is not there.
 */
export function withSecretFields(source: YamlFile, secrets: SecretSource): YamlFile {
  const isHidden = source.secrets.some((path) => path.length === 0);
  const known = new Set(source.secrets.map((path) => path.join("/")));
  const values = new OpenValues(secrets, isHidden);
  const fields = fieldsOf(source.data).filter(({ path }) => !known.has(path.join("/")));
  const opened = fields.map(({ path, text }) => ({ path, ...values.resolve(text, source.locate(path)) }));
  if (values.problems.length > 0) throw new InputError(values.problems);
  const paths = opened.map(({ path }) => path);
  const closed = opened.filter(({ isOpen }) => !isOpen).map(({ path }) => path);
  return {
    ...source,
    data: withTexts(source.data, opened),
    secrets: [...source.secrets, ...paths],
    unopened: [...source.unopened, ...closed],
  };
}

interface Field {
  readonly path: DataPath;
  readonly text: string;
}

/** The passwords of the file and of its nodes. */
function fieldsOf(data: unknown): Field[] {
  return [
    ...textsAt(data, [], ["ssh_password", "become_password"]),
    ...listIn(data, "clusters").flatMap((cluster, index) =>
      listIn(cluster, "nodes").flatMap((node, position) =>
        textsAt(node, ["clusters", index, "nodes", position], ["password", "become_password"]),
      ),
    ),
  ];
}

function textsAt(data: unknown, path: DataPath, keys: readonly string[]): Field[] {
  if (!isMapping(data)) return [];
  return keys.flatMap((key) => {
    const text = data[key];
    return typeof text === "string" ? [{ path: [...path, key], text }] : [];
  });
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list = isMapping(value) ? value[key] : null;
  return Array.isArray(list) ? list : [];
}

function withTexts(data: unknown, fields: readonly Field[]): unknown {
  if (fields.length === 0) return data;
  const copy: unknown = structuredClone(data);
  for (const { path, text } of fields) {
    const holder = path.slice(0, -1).reduce<unknown>((outer, key) => Reflect.get(Object(outer), key), copy);
    Reflect.set(Object(holder), String(path.at(-1)), text);
  }
  return copy;
}
