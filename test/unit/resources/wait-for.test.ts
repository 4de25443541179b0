import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { conditionProbe } from "../../../src/resources/condition-probe.ts";
import type { Condition } from "../../../src/resources/condition-script.ts";
import { waitForModule } from "../../../src/resources/wait-for.ts";
import { built, planOf } from "./plan-of.ts";
import { runSh } from "./run-sh.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-wait-"));
afterAll(() => rmSync(folder, { recursive: true }));

function answers(...conditions: Condition[]) {
  const { status, stdout, stderr } = runSh(conditionProbe.script(conditions));
  expect([status, stderr]).toEqual([0, ""]);
  return conditionProbe.parse(stdout, conditions);
}

describe("condition probe", () => {
  it("tells a port that is listened on from one that is not", async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    const ports: Condition[] = ["127.0.0.1", "127.0.0.2"].map((host) => ({ kind: "port", host, port }));
    expect(answers(...ports)).toEqual(["yes", "no"]);
    await new Promise((resolve) => server.close(resolve));
    expect(answers(...ports)).toEqual(["no", "no"]);
  });

  it("finds paths and lines", () => {
    const path = join(folder, "it's a log");
    writeFileSync(path, "starting\nready: 1\n");
    expect(
      answers(
        { kind: "path", path },
        { kind: "path", path: `${path}x` },
        { kind: "match", path, regex: "^ready: [0-9]$" },
        { kind: "match", path, regex: "^failed" },
        { kind: "match", path: `${path}x`, regex: "." },
      ),
    ).toEqual(["yes", "no", "yes", "no", "no"]);
  });
});

describe("wait_for", () => {
  it.each([
    ["the port answers", { port: 22 }, "yes"],
    ["the port is closed", { port: 22, state: "stopped" }, "no"],
    ["the path is gone", { path: "/x", state: "absent" }, "no"],
  ] as const)("is ok when %s", (_, args, condition) => {
    expect(planOf(waitForModule, args, { condition })).toEqual({ kind: "changes", changes: [] });
  });

  it("waits for what is not so yet, and ends when it is", () => {
    const plan = planOf(waitForModule, { path: folder, timeout: 60 }, { condition: "no" });
    expect(plan).toMatchObject({ kind: "wait", summary: folder, timeoutMs: 71_000 });
    expect(runSh(plan.kind === "wait" ? plan.script : "exit 9").status).toBe(0);
  });

  it("gives up with a sentence", () => {
    const path = join(folder, "never");
    const plan = planOf(waitForModule, { path, timeout: 1 }, { condition: "no" });
    const { status, stderr } = runSh(plan.kind === "wait" ? plan.script : "exit 9");
    expect([status, stderr]).toEqual([1, `${path} is not there yet after 1 s\n`]);
  });

  it("is blocked on a host that cannot try", () => {
    const plan = planOf(waitForModule, { host: "10.0.0.1", port: 6443 }, { condition: "unknown" });
    expect(plan).toEqual({
      kind: "blocked",
      reason: "port 6443 of 10.0.0.1 cannot be tried: the host has neither bash nor nc",
    });
  });

  it("asks about the host itself by default", () => {
    expect(built(waitForModule, { port: 22 }).probes.condition?.subject).toBe(
      "condition port 22 of 127.0.0.1",
    );
  });
});
