import fc from "fast-check";
import { expect, it } from "vitest";
import { FrameReader } from "../../../src/transport/frame-reader.ts";

const nonce = "lab-0123456789abcdef0123456789abcdef";

function read(chunks: readonly Buffer[]) {
  const output: Buffer[] = [];
  const reader = new FrameReader(nonce, (chunk) => output.push(Buffer.from(chunk)));
  for (const chunk of chunks) reader.push(chunk);
  return { output: Buffer.concat(output), pid: reader.pid, exitCode: reader.exitCode };
}

function cut(data: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [...places.map((place) => place % (data.length + 1)), 0, data.length].sort((a, b) => a - b);
  return sorted.slice(1).map((end, index) => data.subarray(sorted[index], end));
}

/** Bytes that look like parts of markers, and any others. */
const bytes = fc
  .array(
    fc.oneof(
      fc
        .constantFrom("\n", nonce.slice(0, 9), `${nonce}-`, `${nonce}-en`, "lab-", "lllab-lab-0")
        .map(Buffer.from),
      fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array)),
    ),
  )
  .map((parts) => Buffer.concat(parts));

it("finds the output between the markers, however the stream is cut", () => {
  fc.assert(
    fc.property(
      bytes,
      bytes,
      bytes,
      fc.array(fc.nat()),
      fc.nat(255),
      (before, output, after, places, code) => {
        const stream = Buffer.concat([
          before,
          Buffer.from(`${nonce}-begin 4711\n`),
          output,
          Buffer.from(`${nonce}-end ${code}\n`),
          after,
        ]);
        expect(read(cut(stream, places))).toEqual({ output, pid: 4711, exitCode: code });
      },
    ),
  );
});

it("passes whole lines on at once", () => {
  expect(read([Buffer.from(`${nonce}-begin 1\nWaiting\n`)]).output.toString()).toBe("Waiting\n");
});
