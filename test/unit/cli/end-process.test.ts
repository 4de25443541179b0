import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";

const module = new URL("../../../src/cli/end-process.ts", import.meta.url);

/** Prints more than any pipe holds, keeps a handle open, and says on stderr when its grace has passed. */
const program = (bytes: number): string => `
  import { endProcessAfter } from ${JSON.stringify(module.href)};
  setInterval(() => {}, 60_000);
  process.stdout.on("error", () => {});
  process.stdout.write("a".repeat(${bytes}));
  process.exitCode = 7;
  endProcessAfter(0);
  setTimeout(() => process.stderr.write("passed"), 50);
`;

const start = (bytes: number) => {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program(bytes)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { child, closed: once(child, "close"), exited: once(child, "exit") };
};

it("ends a process that has a handle open, with its exit code", async () => {
  const { child, closed } = start(0);
  child.stdout.resume();
  expect(await closed).toEqual([7, null]);
});

it("ends it only when a slow reader has read everything", async () => {
  const bytes = 5_000_000;
  const { child, closed, exited } = start(bytes);
  await Promise.race([once(child.stderr, "data"), exited]);
  let read = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    read += chunk.length;
  });
  expect(await closed).toEqual([7, null]);
  expect(read).toBe(bytes);
});

it("ends it when the reader is gone", async () => {
  const { child, closed } = start(5_000_000);
  await once(child.stderr, "data");
  child.stdout.destroy();
  expect(await closed).toEqual([7, null]);
});
