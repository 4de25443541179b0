import type { Location } from "../errors.ts";
import type { DataPath, YamlFile } from "../input/yaml-file.ts";

/** A value of an input file, by its place. */
export interface Site {
  readonly source: YamlFile;
  readonly path: DataPath;
}

/** The place of something within another. */
export function within(site: Site, ...path: DataPath): Site {
  return { source: site.source, path: [...site.path, ...path] };
}

/** The value at a place; undefined where there is none. */
export function valueAt({ source, path }: Site): unknown {
  return path.reduce(
    (whole: unknown, key) =>
      typeof whole === "object" && whole !== null && Object.hasOwn(whole, key)
        ? Reflect.get(whole, key)
        : undefined,
    source.data,
  );
}

/** Where the values of a mapping stand, by their keys. */
export function placesOf(mapping: object, site: Site): Readonly<Record<string, Location>> {
  return Object.fromEntries(
    Object.keys(mapping).map((key) => [key, site.source.locate([...site.path, key])]),
  );
}
