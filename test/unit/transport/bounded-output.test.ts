import fc from "fast-check";
import { expect, it } from "vitest";
import { BoundedOutput } from "../../../src/transport/bounded-output.ts";

function collect(chunks: readonly Buffer[], limitBytes: number) {
  const output = new BoundedOutput(limitBytes);
  for (const chunk of chunks) output.push(chunk);
  return { text: output.text(), truncated: output.truncated };
}

it("keeps everything up to the limit, with characters that were cut in two", () => {
  const text = "aé漢🙂";
  const chunks = [...Buffer.from(text)].map((byte) => Buffer.from([byte]));
  expect(collect(chunks, 20)).toEqual({ text, truncated: false });
});

it("keeps the start and the end of what is longer, in whole characters, and says how much is missing", () => {
  const text = `start${"é".repeat(100)}end`;
  expect(collect([Buffer.from(text)], 16)).toEqual({
    text: "starté\n[... 194 bytes left out ...]\nééend",
    truncated: true,
  });
});

it("does not depend on how the output is cut into chunks", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 300 })),
      fc.integer({ min: 2, max: 400 }),
      (arrays, limit) => {
        const chunks = arrays.map((array) => Buffer.from(array));
        const whole = Buffer.concat(chunks);
        expect(collect(chunks, limit)).toEqual(collect([whole], limit));
        expect(collect(chunks, limit).truncated).toBe(whole.length > 2 * Math.floor(limit / 2));
      },
    ),
  );
});
