import { expect, it } from "vitest";
import { LineSplitter } from "../../../src/transport/line-splitter.ts";

function split(...chunks: readonly (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return lines;
}

it("delivers lines without their ends, the last one also without one", () => {
  expect(split("one\ntw", "o\r\n\nthree")).toEqual(["one", "two", "", "three"]);
});

it("shows the last state of a line that is rewritten", () => {
  expect(split(" 10%\r 50%", "\r100%\ndone\n")).toEqual(["100%", "done"]);
});

it("puts characters together that were cut in two", () => {
  const bytes = Buffer.from("é漢");
  expect(split(bytes.subarray(0, 1), bytes.subarray(1, 3), bytes.subarray(3))).toEqual(["é漢"]);
});

it("does not wait forever for the end of a line", () => {
  const lines = split("x".repeat(100_000), "y\n");
  expect(lines).toEqual([`${"x".repeat(100_000)}…`, "…y"]);
});
