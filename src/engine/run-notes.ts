import { HostNotes } from "./host-notes.ts";
import { advance, type HostProgress, isNote, type Note, noProgress } from "./note.ts";

/** The notes of a run, by which another one can go on with it, and those of the run that this one goes on with. */
export class RunNotes {
  readonly #append: (note: Note) => void;
  readonly #redact: (text: string) => string;
  readonly #earlier = new Map<string, HostProgress>();

  /**
   * `earlier`: the entries of the run that is resumed; none for a run that starts from the beginning. `redact` takes the
   * secrets of the run out of a text, as was done with those entries.
   */
  constructor(
    append: (note: Note) => void,
    redact: (text: string) => string = (text) => text,
    earlier: readonly unknown[] = [],
  ) {
    this.#append = append;
    this.#redact = redact;
    const places = new Map<string, Pick<Note, "host" | "play">>();
    for (const entry of earlier) {
      if (!isNote(entry)) continue;
      const key = keyOf(entry);
      places.set(key, entry);
      this.#earlier.set(key, advance(this.#earlier.get(key) ?? noProgress, entry));
    }
    for (const [key, { host, play }] of places) {
      append({ kind: "carried", host, play, ...(this.#earlier.get(key) ?? noProgress) });
    }
  }

  /** Of one host in one play. */
  of(host: string, play: string): HostNotes {
    const place = { host, play };
    const earlier = this.#earlier.get(keyOf(place)) ?? noProgress;
    return new HostNotes((note) => this.#append({ ...note, ...place }), this.#redact, earlier);
  }
}

function keyOf({ host, play }: Pick<Note, "host" | "play">): string {
  return JSON.stringify([host, play]);
}
