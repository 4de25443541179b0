import type { InputProblem } from "../errors.ts";
import { type CompiledPlay, leavesOf } from "../playbook/compiled-play.ts";
import { type TagSelection, tagSelection, unknownTags } from "../playbook/tag-selection.ts";

/** The flags --tags and --skip-tags. */
export interface TagFlags {
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
}

/** What --tags and --skip-tags select, and which tags there are to select. */
export class TagsInUse {
  readonly isSelected: TagSelection;
  readonly #carried: Set<string>;
  /** The tags of a role's own tasks show only when it is expanded on a host. */
  readonly #isComplete: boolean;
  readonly #flags: TagFlags;

  constructor(plays: readonly CompiledPlay[], flags: TagFlags) {
    const select = tagSelection(flags.tags, flags.skipTags);
    const leaves = plays.flatMap((play) => leavesOf(play.steps));
    this.#flags = flags;
    this.#carried = new Set([...plays, ...leaves].flatMap(({ tags }) => tags));
    this.#isComplete = plays.every(
      (play) => play.hosts.length > 0 || leavesOf(play.steps).every((step) => step.kind !== "role"),
    );
    this.isSelected = (tags) => {
      for (const tag of tags) this.#carried.add(tag);
      return select(tags);
    };
  }

  problems(): InputProblem[] {
    if (!this.#isComplete) return [];
    const { tags, skipTags } = this.#flags;
    return unknownTags(
      [
        { flag: "--tags", tags },
        { flag: "--skip-tags", tags: skipTags },
      ],
      this.#carried,
    );
  }
}
