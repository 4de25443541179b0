import { afterEach, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { advanceHealth, healthReport, newHealth } from "../../../src/reconcile/health.ts";
import { type HealthServer, startHealthServer } from "../../../src/reconcile/health-server.ts";
import { createTickMetrics } from "../../../src/reconcile/tick-metrics.ts";
import type { TickResult } from "../../../src/reconcile/tick-result.ts";
import { hosts, tick } from "./ticks.ts";

let server: HealthServer | null = null;
afterEach(async () => server?.close());

async function serve(...results: readonly TickResult[]): Promise<string> {
  const metrics = createTickMetrics();
  let health = newHealth(0, 1000);
  for (const result of results) {
    metrics.add(result, new Date(1_000_000));
    health = advanceHealth(health, result, 0, 1000);
  }
  server = await startHealthServer(
    { host: "127.0.0.1", port: 0 },
    () => healthReport(health, 0, 1000),
    metrics,
  );
  return server.url;
}

it("answers 200 while it is degraded, and 503 when it is unhealthy", async () => {
  const degraded = await fetch(`${await serve(tick({ hosts: hosts("ok", "failed") }))}/healthz`);
  expect([degraded.status, await degraded.json()]).toMatchObject([200, { status: "degraded", failed: 1 }]);
  await server?.close();
  const unhealthy = await fetch(`${await serve(tick({ hosts: hosts("failed") }))}/healthz?full`);
  expect([unhealthy.status, await unhealthy.json()]).toMatchObject([503, { status: "unhealthy" }]);
});

it("shows metrics", async () => {
  const results = [
    tick({ changed: 2, database: "ok" }),
    tick({ hosts: hosts("ok", "unreachable"), database: "away" }),
  ];
  const response = await fetch(`${await serve(...results)}/metrics`);
  const lines = (await response.text()).split("\n");
  expect(response.headers.get("content-type")).toContain("text/plain");
  expect(lines).toEqual(
    expect.arrayContaining([
      'lab_reconcile_ticks_total{outcome="ok"} 1',
      'lab_reconcile_ticks_total{outcome="partly"} 1',
      "lab_reconcile_changes_total 2",
      'lab_reconcile_host_failures_total{host="n2"} 1',
      "lab_reconcile_last_success_timestamp_seconds 1000",
      "lab_reconcile_database_up 0",
      "lab_reconcile_tick_duration_seconds_count 2",
    ]),
  );
});

it("says nothing of a database where none is needed", async () => {
  const text = await (await fetch(`${await serve(tick())}/metrics`)).text();
  expect(text).not.toContain("database");
});

it("refuses other paths and methods", async () => {
  const url = await serve();
  expect((await fetch(`${url}/`)).status).toBe(404);
  expect((await fetch(`${url}/healthz`, { method: "POST" })).status).toBe(405);
});

it("says which address is taken", async () => {
  const url = new URL(await serve());
  const taken = { host: url.hostname, port: Number(url.port) };
  const again = startHealthServer(taken, () => healthReport(newHealth(0, 1), 0, 1), createTickMetrics());
  await expect(again).rejects.toThrow(InputError);
});
