import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunEvent } from "../../../src/engine/event.ts";
import { createListrReporter } from "../../../src/report/listr-reporter.ts";
import { plainPaint } from "../../../src/report/paint.ts";
import { at, batch, failure, hostRecap, runEnd, runStart, taskEnd } from "./events.ts";

const start: readonly RunEvent[] = [
  runStart(["node1", "node2"]),
  { at: at(0), kind: "play-start", play: "Base", hosts: ["node1", "node2"], batch },
  { at: at(0), kind: "host-connected", host: "node1" },
  taskEnd("node1", "Configure", "changed", { changes: [{ title: "/etc/x", diff: "+b" }] }),
  { at: at(2), kind: "host-end", host: "node1" },
];

/** These runs end within the grace period, so that no row is ever drawn: what is tested is what stays on the screen. */
describe("the live reporter", () => {
  let shown = "";

  beforeEach(() => {
    shown = "";
    vi.useFakeTimers({ now: Date.parse(at(90)) });
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      shown += String(text);
      return true;
    });
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  async function show(events: readonly RunEvent[]): Promise<string> {
    const { stdout, stderr } = process;
    const reporter = createListrReporter({ stdout, stderr, paint: plainPaint, diff: true });
    for (const event of events) reporter.handle(event);
    await reporter.close();
    return shown;
  }

  it("leaves plays, what their tasks did, diffs and the recap", async () => {
    const refused = failure({ kind: "unreachable", message: "refused" });
    const events: readonly RunEvent[] = [
      ...start,
      { at: at(2), kind: "host-unreachable", host: "node2", failure: refused, ignored: false },
      { at: at(4), kind: "play-start", play: "Not for these hosts", hosts: ["node1"], batch },
      taskEnd("node1", "Upgrade", "skipped"),
      { at: at(5), kind: "play-start", play: "Runtime", hosts: ["node1"], batch },
      taskEnd("node1", "Install", "ok"),
      { at: at(6), kind: "host-end", host: "node1" },
      runEnd([
        hostRecap("node1", { ok: 1, changed: 1 }),
        hostRecap("node2", { ok: 0, unreachable: 1, failure: refused }),
      ]),
    ];
    expect(await show(events)).toBe(`✖ Base  2/2 hosts · 1 changed · 1 unreachable · 00:04
  changed: Configure, on node1
✔ Runtime  1/1 host · 00:55

Configure
/etc/x, on node1
  +b

node1 : ok=1 changed=1 failed=0 skipped=0 deferred=0 unreachable=0 frames=2 0.31s
node2 : ok=0 changed=0 failed=0 skipped=0 deferred=0 unreachable=1 frames=2 0.31s

unreachable, on node2
  refused

2 hosts: 1 changed, 1 host unreachable · 12.40s
`);
  });

  it("keeps what is known when it is closed in the middle", async () => {
    expect(await show(start)).toBe("✖ Base  1/2 hosts · 1 changed · 01:30\n  changed: Configure, on node1\n");
  });
});
