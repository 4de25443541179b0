import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createJsonReporter } from "../../../src/report/json-reporter.ts";
import { at } from "./events.ts";

describe("the JSON reporter", () => {
  it("prints one line for each event, also for readers that end lines where Unicode does", async () => {
    const line = "a\u2028b\u2029c\u0085d\re\nf";
    const events = [1, 2].map(
      () => ({ at: at(0), kind: "output", host: "w1", task: "t", stream: "stdout", line }) as const,
    );
    const stream = new PassThrough();
    const reporter = createJsonReporter(stream);
    for (const event of events) reporter.handle(event);
    stream.end();
    const read: unknown[] = [];
    for await (const text of createInterface({ input: stream })) read.push(JSON.parse(text));
    expect(read).toEqual(events);
  });
});
