import type { DataPath } from "../input/data-path.ts";
import { isMapping } from "../input/mapping.ts";
import type { YamlFile } from "../input/yaml-file.ts";
import type { SourcedValue } from "./inventory.ts";

/** A variable as the file sets it whose key stands at `path`; secret where the file marks it, or a part of it, so. */
export function sourcedValue(source: YamlFile, path: DataPath, value: unknown): SourcedValue {
  const parts = source.secrets
    .filter((secret) => path.every((part, index) => String(secret[index]) === String(part)))
    .map((secret) => secret.slice(path.length));
  const location = source.locateKey(path);
  if (parts.length === 0) return { value, location, shadows: [] };
  return { value, location, shadows: [], secret: true, secretParts: parts };
}

/** The parts of a variable that are secret, as written. */
export function secretsIn({ value, secret, secretParts = [[]] }: SourcedValue): unknown[] {
  return secret ? secretParts.map((path) => valueAt(value, path)) : [];
}

function valueAt(value: unknown, path: DataPath): unknown {
  return path.reduce((whole, part) => {
    if (Array.isArray(whole)) return whole[Number(part)];
    return isMapping(whole) ? whole[part] : undefined;
  }, value);
}
