import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { type TickResult, tickVerdict } from "./tick-result.ts";

/** What Prometheus reads of a reconciler. */
export interface TickMetrics {
  add(result: TickResult, now: Date): void;
  /** In Prometheus' text format 0.0.4. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Seconds; a tick takes from a tenth of a second to many minutes. */
const buckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/** Metrics of their own registry. Labels take their values from the inventory alone, so their number is bounded. */
export function createTickMetrics(): TickMetrics {
  const registry = new Registry();
  const registers = [registry];
  const ticks = new Counter({
    name: "lab_reconcile_ticks_total",
    help: "Ticks by outcome: ok, partly, failed or skipped.",
    labelNames: ["outcome"],
    registers,
  });
  const duration = new Histogram({
    name: "lab_reconcile_tick_duration_seconds",
    help: "How long ticks took.",
    buckets,
    registers,
  });
  const changes = new Counter({
    name: "lab_reconcile_changes_total",
    help: "Tasks that changed something, over all hosts.",
    registers,
  });
  const failures = new Counter({
    name: "lab_reconcile_host_failures_total",
    help: "Ticks in which a host failed or could not be reached.",
    labelNames: ["host"],
    registers,
  });
  const success = new Gauge({
    name: "lab_reconcile_last_success_timestamp_seconds",
    help: "When the last tick ended in which no host failed; seconds since 1970.",
    registers,
  });
  const database = new Gauge({
    name: "lab_reconcile_database_up",
    help: "Whether the last tick could use its database; absent where it needs none.",
    labelNames: [],
    registers: [],
  });
  return {
    add(result, now) {
      const outcome = tickVerdict(result);
      ticks.inc({ outcome });
      duration.observe(result.seconds);
      changes.inc(result.changed);
      for (const { host, outcome: of } of result.hosts) {
        if (of === "failed" || of === "unreachable") failures.inc({ host });
      }
      if (outcome === "ok") success.set(now.getTime() / 1000);
      if (result.database === null) return;
      if (registry.getSingleMetric("lab_reconcile_database_up") === undefined) {
        registry.registerMetric(database);
      }
      database.set(result.database === "ok" ? 1 : 0);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
