import type { Location } from "../errors.ts";
import type { YamlFile } from "../input/yaml-file.ts";

/** Stands for a value that was computed: whatever is wrong with it is shown at `location`. */
export function fixedSource(location: Location): YamlFile {
  const here = (): Location => location;
  return { file: location.file, data: null, locate: here, locateKey: here, locateWithin: here };
}
