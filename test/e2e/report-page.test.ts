import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/engine/event.ts";
import { reportPage } from "../../src/report/html/report-page.ts";
import { type OpenPage, openPage } from "./browser.ts";

const hostile = `<script>alert("ran")</script><img src="http://127.0.0.1:9/x" onerror="alert('ran')">${"long".repeat(80)}`;
const folder = mkdtempSync(join(tmpdir(), "lab-page-"));
const begin = Date.parse("2026-01-31T14:05:09Z");
const at = (ms: number): string => new Date(begin + ms).toISOString();

const failure = { kind: "failed", task: hostile, message: hostile, detail: hostile, hint: hostile } as const;

function taskEnd(ms: number, host: string, task: string, outcome: "ok" | "changed" | "failed"): RunEvent {
  const changes = outcome === "changed" ? [{ title: hostile, diff: `@@ -1 +1 @@\n-old\n+${hostile}` }] : [];
  return {
    ...{ at: at(ms), kind: "task-end", host, id: task, role: null, task, handler: false, delegate: null },
    ...{ outcome, message: "", changes, diff: null, failure: outcome === "failed" ? failure : null },
    ...{ ignored: false, rescue: false, seconds: 0.4 },
  };
}

/** Two hosts, one of which fails; what can be hostile is. */
function hostileRun(): RunEvent[] {
  const hosts = ["cp1", hostile];
  return [
    { at: at(0), kind: "run-start", run: "r", playbook: hostile, check: false, resumes: null, hosts },
    { at: at(0), kind: "play-start", play: "One", hosts, batch: { number: 1, of: 1 } },
    ...hosts.flatMap((host) => [
      taskEnd(500, host, "First", "ok"),
      taskEnd(1_000, host, hostile, "changed"),
      taskEnd(2_000, host, "Third", host === "cp1" ? "ok" : "failed"),
    ]),
    { at: at(2_100), kind: "play-start", play: "Two", hosts: ["cp1"], batch: { number: 1, of: 1 } },
    taskEnd(3_000, "cp1", "Last", "changed"),
  ];
}

async function open(events: readonly RunEvent[], name: string): Promise<OpenPage> {
  const file = join(folder, `${name}.html`);
  const head = { outcome: "1 host failed", isGood: false, facts: [["run", hostile]] } as const;
  writeFileSync(file, reportPage(events, head));
  return openPage(file);
}

describe("the report of a run, in a browser", () => {
  let opened: OpenPage;
  beforeAll(async () => {
    opened = await open(hostileRun(), "hostile");
  });
  afterAll(async () => {
    await opened.close();
    rmSync(folder, { recursive: true });
  });

  it("runs nothing, asks for nothing, and has nothing to complain about", async () => {
    const { page, complaints, requests } = opened;
    expect(await page.$$eval("script, img, iframe", (found) => found.length)).toBe(0);
    expect(await page.$eval("h1", (heading) => heading.textContent)).toContain(hostile);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
  });

  it("has a policy under which a script that got in would not run", async () => {
    const ran = await opened.page.evaluate(`(() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
      return window.ran === true;
    })()`);
    expect(ran).toBe(false);
  });

  it("shows the tasks of a host as bars from left to right, each to be seen", async () => {
    const bars = await opened.page.$$eval("details.host-details:first-of-type rect.bar", (found) =>
      found.map((bar) => {
        const { left, width } = bar.getBoundingClientRect();
        return { left, width, fill: bar.ownerDocument.defaultView?.getComputedStyle(bar).fill };
      }),
    );
    expect(bars).toHaveLength(4);
    expect(bars.every(({ width }) => width > 1)).toBe(true);
    expect(bars.map(({ left }) => left)).toEqual(bars.map(({ left }) => left).toSorted((a, b) => a - b));
    expect(new Set(bars.map(({ fill }) => fill)).size).toBe(2);
  });

  it("opens the tasks of a host by keyboard", async () => {
    const { page } = opened;
    await page.focus("details.host-details summary");
    await page.keyboard.press("Enter");
    const shown = await page.$eval("details.host-details", (host) => host.checkVisibility() && host.open);
    expect(shown).toBe(true);
    expect(
      await page.$eval("details.host-details table", (table) => table.getBoundingClientRect().height),
    ).toBeGreaterThan(50);
  });

  it.each([
    [1280, "light"],
    [1280, "dark"],
    [390, "light"],
    [390, "dark"],
  ])("fits a screen that is %i pixels wide (%s), with everything open", async (width, scheme) => {
    const { page } = opened;
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setViewport({ width, height: 900 });
    await page.$$eval("details", (all) => {
      for (const one of all) one.open = true;
    });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    const colours = await page.$eval("body", (body) => {
      const style = body.ownerDocument.defaultView?.getComputedStyle(body);
      return [style?.color, style?.backgroundColor].map((rgb = "") => Number(/\d+/.exec(rgb)?.[0]));
    });
    expect((colours[0] ?? 0) > (colours[1] ?? 0)).toBe(scheme === "dark");
    expect((await page.screenshot()).length).toBeGreaterThan(10_000);
  });

  it("shows 100 hosts with 200 tasks each", async () => {
    const hosts = Array.from({ length: 100 }, (_, index) => `node${index}`);
    const large = await open(
      [
        { at: at(0), kind: "run-start", run: "r", playbook: "p", check: false, resumes: null, hosts },
        ...hosts.flatMap((host) =>
          Array.from({ length: 200 }, (_, task) =>
            taskEnd((task + 1) * 400, host, `Task ${task}`, "changed"),
          ),
        ),
      ],
      "large",
    );
    const [lines, bars] = await Promise.all(
      ["details.host-details", "rect.bar"].map((what) => large.page.$$eval(what, (found) => found.length)),
    );
    expect(lines).toBe(100);
    expect(bars).toBeGreaterThan(1_000);
    expect(bars).toBeLessThan(12_000);
    expect(large.complaints).toEqual([]);
    await large.close();
  });
});
