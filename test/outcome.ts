import type { TestCase, TestModule, TestSuite } from "vitest/node";

/** The true numbers of a test run. */
export interface Outcome {
  passed: number;
  /** Tests that failed or did not come to their end, and files and suites that failed by themselves. */
  failed: number;
  skipped: number;
}

/** Counts the tests of all files; a file that does not load and a suite whose hook fails count as one failure each. */
export function countOutcome(modules: readonly TestModule[]): Outcome {
  const outcome: Outcome = { passed: 0, failed: 0, skipped: 0 };
  for (const module of modules) {
    outcome.failed += ownErrors(module);
    for (const suite of module.children.allSuites()) outcome.failed += ownErrors(suite);
    for (const test of module.children.allTests()) outcome[verdict(test)] += 1;
  }
  return outcome;
}

/** The closing line of a test run. */
export function closingLine({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function ownErrors(task: TestModule | TestSuite): number {
  return task.errors().length > 0 ? 1 : 0;
}

function verdict(test: TestCase): keyof Outcome {
  const { state } = test.result();
  return state === "pending" ? "failed" : state;
}
