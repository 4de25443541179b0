import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";

const tools = "test/install-tools.ts";
const sandboxes = "test/e2e/sandboxes-of-run.ts";
const limits = { testTimeout: 300_000, hookTimeout: 600_000 };

/** One project after the other: what is measured in one of them is not disturbed by another. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "roles/**/*.test.ts"],
          globalSetup: [tools, "test/unit/resources/make-shells.ts"],
          // Most of the time would go into loading lab anew for each file; its modules keep nothing but caches.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Tests that share their hosts.
        test: {
          name: "e2e",
          include: ["test/e2e/*.test.ts"],
          globalSetup: [tools, sandboxes, "test/e2e/start-hosts.ts"],
          fileParallelism: false,
          ...limits,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Tests with hosts of their own, which mostly wait for them.
        test: {
          name: "e2e-own-hosts",
          include: ["test/e2e/*/**/*.test.ts"],
          globalSetup: [sandboxes],
          maxWorkers: 2,
          ...limits,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
