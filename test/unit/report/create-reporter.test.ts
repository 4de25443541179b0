import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../../src/engine/event.ts";
import { reporterKind } from "../../../src/report/create-reporter.ts";
import { createJsonReporter } from "../../../src/report/json-reporter.ts";
import { createPaint, plainPaint } from "../../../src/report/paint.ts";
import { createPlainReporter } from "../../../src/report/plain-reporter.ts";
import { at, batch, hostRecap, runEnd, runStart, taskEnd } from "./events.ts";

function sink() {
  const written: string[] = [];
  return { written, write: (text: string) => written.push(text) };
}

const run: readonly RunEvent[] = [
  runStart(["node1"], true),
  { at: at(0), kind: "warning", problem: { message: "an even number of control planes", hint: "add one" } },
  { at: at(0), kind: "play-start", play: "Base", hosts: ["node1"], batch },
  taskEnd("node1", "Configure", "changed", { changes: [{ title: "/etc/x", diff: "+b" }] }),
  { at: at(2), kind: "host-end", host: "node1" },
  runEnd([hostRecap("node1", { ok: 1, changed: 1 })], { check: true }),
];

describe("reporterKind", () => {
  const terminal = { output: "auto", isTty: true, env: { TERM: "xterm" }, verbosity: 0 } as const;

  it.each([
    ["live rows on a terminal", terminal, "live"],
    ["live rows where CI is set to nothing", { ...terminal, env: { CI: "" } }, "live"],
    ["plain lines without a terminal", { ...terminal, isTty: false }, "plain"],
    ["plain lines in CI", { ...terminal, env: { CI: "true" } }, "plain"],
    ["plain lines on a terminal without a cursor", { ...terminal, env: { TERM: "dumb" } }, "plain"],
    ["plain lines where every line is asked for", { ...terminal, verbosity: 1 }, "plain"],
    ["plain lines where asked for", { ...terminal, output: "plain" }, "plain"],
    ["JSON where asked for, even on a terminal", { ...terminal, output: "json" }, "json"],
  ] as const)("chooses %s", (_what, options, kind) => {
    expect(reporterKind(options)).toBe(kind);
  });
});

describe("createPaint", () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: "dumb" }, true, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
  ])("with %o and terminal %s paints: %s", (env, isTty, painted) => {
    expect(createPaint(env, isTty)("red", "x")).toBe(painted ? "\x1b[31mx\x1b[39m" : "x");
  });
});

describe("the plain reporter", () => {
  it("tells a run from start to recap, warnings on stderr", async () => {
    const stdout = sink();
    const stderr = sink();
    const reporter = createPlainReporter({ stdout, stderr, paint: plainPaint, diff: true, verbosity: 0 });
    for (const event of run) reporter.handle(event);
    await reporter.close();
    expect(stdout.written.join("")).toBe(`site.yaml, 1 host, check mode: nothing is written

play: Base, 1 host
[node1] would change: Configure

Configure
/etc/x, on node1
  +b

node1 : ok=1 changed=1 failed=0 skipped=0 deferred=0 unreachable=0 frames=2 0.31s

1 host: 1 would change · 12.40s
`);
    expect(stderr.written.join("")).toBe("warning: an even number of control planes\n  hint: add one\n");
  });
});

describe("the JSON reporter", () => {
  it("prints one event per line and nothing else, hostile output escaped", async () => {
    const stdout = sink();
    const reporter = createJsonReporter(stdout);
    const events: RunEvent[] = [
      ...run,
      { at: at(3), kind: "output", host: "a", task: "t", stream: "stdout", line: "\x1b[2J\nevil" },
    ];
    for (const event of events) reporter.handle(event);
    await reporter.close();
    const lines = stdout.written.join("").split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.map((line) => JSON.parse(line))).toEqual(events);
    expect(stdout.written.join("")).not.toContain("\x1b");
  });
});
