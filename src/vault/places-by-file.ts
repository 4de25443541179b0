import type { Location } from "../errors.ts";

/** Places in files, each once however often its file is read. */
export class PlacesByFile {
  readonly #places = new Map<string, Map<string, Location>>();

  add(location: Location): void {
    const { file, line, column } = location;
    const known = this.#places.get(file) ?? new Map<string, Location>();
    this.#places.set(file, known.set(`${line}:${column}`, location));
  }

  /** Of each file its name, the first place that was added, and how many there are. */
  get files(): { readonly file: string; readonly first: Location; readonly count: number }[] {
    return [...this.#places].flatMap(([file, places]) => {
      const [first] = places.values();
      return first === undefined ? [] : [{ file, first, count: places.size }];
    });
  }
}
