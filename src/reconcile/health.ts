import { type DatabaseState, type TickResult, type TickVerdict, tickVerdict } from "./tick-result.ts";

/** What is known of a reconciler; times are milliseconds of one clock that never goes back. */
export interface Health {
  readonly startedAt: number;
  /** When the last tick ended; null before the first one has. */
  readonly endedAt: number | null;
  /** Until the tick that comes next. */
  readonly pauseMs: number;
  /** Of the last tick that was not skipped. */
  readonly verdict: Exclude<TickVerdict, "skipped"> | null;
  readonly last: TickResult | null;
  readonly ticks: number;
  /** Hosts that ticks have looked after, and those among them that failed; over all ticks. */
  readonly processed: number;
  readonly failed: number;
  readonly database: DatabaseState;
  /** Ticks in a row that found the database away. */
  readonly misses: number;
}

/** What the health endpoint says. */
export interface HealthReport {
  readonly status: "healthy" | "degraded" | "unhealthy";
  /** Why it is not healthy; empty where it is. */
  readonly reason: string;
  readonly lastTick: {
    readonly number: number;
    readonly run: string | null;
    readonly outcome: TickVerdict;
    readonly secondsAgo: number;
    readonly seconds: number;
    readonly changed: number;
    readonly failedHosts: readonly string[];
  } | null;
  readonly processed: number;
  readonly failed: number;
  readonly uptimeSeconds: number;
  readonly database: "ok" | "away" | "unused";
}

/** Ticks without a database after which nobody can rely on the reconciler. */
const missesAllowed = 3;
/** Pauses without the end of a tick, likewise. */
const pausesAllowed = 3;

/** Before the first tick; `everyMs` is the usual pause. */
export function newHealth(now: number, everyMs: number): Health {
  return {
    startedAt: now,
    endedAt: null,
    pauseMs: everyMs,
    verdict: null,
    last: null,
    ticks: 0,
    processed: 0,
    failed: 0,
    database: null,
    misses: 0,
  };
}

/** After a tick that ended `now` and is followed by a pause. Pure. */
export function advanceHealth(health: Health, result: TickResult, now: number, pauseMs: number): Health {
  const verdict = tickVerdict(result);
  const own = result.hosts.filter(({ outcome }) => outcome !== "locked");
  return {
    ...health,
    endedAt: now,
    pauseMs,
    verdict: verdict === "skipped" ? health.verdict : verdict,
    last: result,
    ticks: health.ticks + 1,
    processed: health.processed + own.length,
    failed: health.failed + failedHosts(result).length,
    database: result.database ?? health.database,
    misses: result.database === "away" ? health.misses + 1 : result.database === "ok" ? 0 : health.misses,
  };
}

/** What is to be said `now`. Pure. */
export function healthReport(health: Health, now: number, everyMs: number): HealthReport {
  const { last, endedAt, startedAt } = health;
  const seconds = (ms: number): number => Math.round(ms / 100) / 10;
  return {
    ...judge(health, now, everyMs),
    lastTick: last && {
      number: health.ticks,
      run: last.run,
      outcome: tickVerdict(last),
      secondsAgo: seconds(now - (endedAt ?? now)),
      seconds: last.seconds,
      changed: last.changed,
      failedHosts: failedHosts(last),
    },
    processed: health.processed,
    failed: health.failed,
    uptimeSeconds: seconds(now - startedAt),
    database: health.database ?? "unused",
  };
}

function judge(health: Health, now: number, everyMs: number): Pick<HealthReport, "status" | "reason"> {
  const { endedAt, startedAt, pauseMs, verdict, last, misses } = health;
  const silentMs = now - (endedAt ?? startedAt);
  if (silentMs > pausesAllowed * Math.max(everyMs, pauseMs)) {
    return { status: "unhealthy", reason: `no tick has ended for ${Math.round(silentMs / 1000)} s` };
  }
  if (misses >= missesAllowed) {
    return { status: "unhealthy", reason: `the database was away in the last ${misses} ticks` };
  }
  if (misses > 0) return { status: "degraded", reason: "the database is away" };
  if (verdict === "failed") {
    const reason = last && last.kind !== "ran" ? last.message : "all hosts failed";
    return { status: "unhealthy", reason };
  }
  if (verdict === "partly") return { status: "degraded", reason: "some hosts failed" };
  return { status: "healthy", reason: "" };
}

function failedHosts({ hosts }: TickResult): string[] {
  return hosts.flatMap(({ host, outcome }) => (outcome === "ok" || outcome === "locked" ? [] : [host]));
}
