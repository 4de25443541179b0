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

/** Where the values of a mapping stand, by their keys. */
export function placesOf(mapping: object, site: Site): Readonly<Record<string, Location>> {
  return Object.fromEntries(
    Object.keys(mapping).map((key) => [key, site.source.locate([...site.path, key])]),
  );
}
