import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes, the longest first: begun late, they would run on alone. */
const longest = ["kubernetes/upgrade", "kubernetes/failures", "network/join-worker", "undo/undo"];

/** vitest's order, which knows no durations in a fresh clone, but with these files before the others of their project. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => groupOf(a) - groupOf(b) || rankOf(a) - rankOf(b));
  }
}

function groupOf({ project }: TestSpecification): number {
  return project.config.sequence.groupOrder;
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = longest.findIndex((name) => moduleId.endsWith(`e2e/${name}.test.ts`));
  return rank === -1 ? longest.length : rank;
}
