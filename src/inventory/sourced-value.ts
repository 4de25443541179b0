import type { DataPath } from "../input/data-path.ts";
import { isMapping } from "../input/mapping.ts";
import type { YamlFile } from "../input/yaml-file.ts";
import type { SourcedValue } from "./inventory.ts";

/** A variable as the file sets it whose key stands at `path`; secret where the file marks it, or a part of it, so. */
export function sourcedValue(source: YamlFile, path: DataPath, value: unknown): SourcedValue {
  const parts = partsAt(source.secrets, path);
  const location = source.locateKey(path);
  if (parts.length === 0) return { value, location, shadows: [] };
  const isUnopened = partsAt(source.unopened, path).length > 0;
  const secret = { value, location, shadows: [], secret: true, secretParts: parts } as const;
  return isUnopened ? { ...secret, isUnopened } : secret;
}

/** Which parts of the value at `path` are among the places: all of it where what surrounds it is. */
function partsAt(places: readonly DataPath[], path: DataPath): DataPath[] {
  return places
    .filter((place) =>
      path.slice(0, place.length).every((part, index) => String(place[index]) === String(part)),
    )
    .map((place) => place.slice(path.length));
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
