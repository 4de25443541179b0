import { expect, it } from "vitest";
import { StagedOutput } from "../../../src/transport/staged-output.ts";

const stage = (mark: string, outputLimitBytes = 1000) => ({ mark, outputLimitBytes, timeoutMs: 1 });

/** Cut into pieces of every size, so that marks are cut at every place. */
it.each([1, 2, 3, 5, 8, 1000])("tells stages apart in pieces of %i bytes, and loses nothing", (size) => {
  const begun: string[] = [];
  const output = new StagedOutput(1000, [stage("m one"), stage("m two")], ({ mark }) => begun.push(mark));
  const text = "before\n\nm one\n1\nm on\n\nm two\n2\n\nm one\nno stage comes twice\nm two";
  for (let at = 0; at < text.length; at += size) output.push(Buffer.from(text.slice(at, at + size)));
  expect(begun).toEqual(["m one", "m two"]);
  expect(output.text()).toBe(text);
  expect(output.truncated).toBe(false);
});

it("bounds each stage by itself", () => {
  const output = new StagedOutput(1000, [stage("m flood", 40), stage("m answer", 5000)]);
  const answer = `\nm answer\n${"b".repeat(4000)}`;
  output.push(Buffer.from(`\nm flood\n${"a".repeat(4000)}\nm end 0\n${answer}`));
  expect(output.text()).toMatch(
    /^\nm flood\na{11}\n\[\.\.\. \d+ bytes left out \.\.\.\]\na+\nm end 0\n\nm answer\nb{4000}$/,
  );
  expect(output.truncated).toBe(true);
});
