import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readEngineStream } from "../../../src/sandbox/engine-stream.ts";

/** The engine's report, cut into chunks that are no lines. */
function report(...lines: object[]): Readable {
  const text = lines.map((line) => `${JSON.stringify(line)}\r\n`).join("");
  return Readable.from(text.match(/[\s\S]{1,7}/g) ?? []);
}

describe("readEngineStream", () => {
  it("ends quietly when the engine names no error", async () => {
    const stream = report({ stream: "Step 1/1 : RUN true\n" }, { status: "sha256:0" });
    await expect(readEngineStream(stream, "building")).resolves.toBeUndefined();
  });

  it("names the error with what was printed before it", async () => {
    const stream = report({ stream: "E: no such package\n" }, { stream: "\n" }, { error: "exit code 100" });
    await expect(readEngineStream(stream, "building")).rejects.toThrow(
      "building failed: E: no such package\nexit code 100",
    );
  });
});
