import { performance } from "node:perf_hooks";
import { exitCode } from "../errors.ts";
import { advanceHealth, healthReport, newHealth } from "../reconcile/health.ts";
import { type HealthServer, startHealthServer } from "../reconcile/health-server.ts";
import type { ListenAddress } from "../reconcile/listen-address.ts";
import type { Pace } from "../reconcile/next-pause.ts";
import { createReconcileLog, type ReconcileLog } from "../reconcile/reconcile-log.ts";
import { runTicks } from "../reconcile/run-ticks.ts";
import { createTickMetrics } from "../reconcile/tick-metrics.ts";
import { interruptSignal } from "./interrupt-signal.ts";
import { ownVersion } from "./own-version.ts";
import type { PlayFlags } from "./play-flags.ts";
import { processRedactor } from "./process-redactor.ts";
import { Reconciler } from "./reconciler.ts";

/** The flags of `lab reconcile`. */
export interface ReconcileFlags {
  readonly play: PlayFlags;
  readonly pace: Pace;
  /** Where it tells how it is; null tells nobody. */
  readonly listen: ListenAddress | null;
  /** Ticks after which it ends; null never does. */
  readonly most: number | null;
}

/**
 * `lab reconcile PLAYBOOK`: plays it again and again until SIGTERM or Ctrl-C, then ends with 0. Throws InputError where the
 * playbook is wrong at the start, or the address is taken; what goes wrong later is told, and tried again.
 */
export async function reconcileCommand(name: string, flags: ReconcileFlags): Promise<number> {
  const { pace, most, listen } = flags;
  const log = createReconcileLog(processRedactor);
  const reconciler = await Reconciler.start(name, flags.play, log);
  const metrics = createTickMetrics();
  let health = newHealth(performance.now(), pace.everyMs);
  const server =
    listen &&
    (await startHealthServer(listen, () => healthReport(health, performance.now(), pace.everyMs), metrics));
  const { signal, stop } = interruptSignal();
  sayStart(log, name, pace, server);
  try {
    await runTicks({
      pace,
      most,
      signal,
      random: Math.random,
      tick: (_number, own) => reconciler.tick(own),
      onEnd(number, result, pauseMs) {
        health = advanceHealth(health, result, performance.now(), pauseMs);
        metrics.add(result, new Date());
        log.tick(number, result, pauseMs);
      },
    });
  } finally {
    stop();
    await server?.close();
  }
  log.say("ended", { ticks: health.ticks });
  return exitCode.ok;
}

function sayStart(log: ReconcileLog, playbook: string, { everyMs }: Pace, server: HealthServer | null): void {
  const where = server === null ? {} : { listen: server.url };
  log.say("started", { playbook, every_seconds: everyMs / 1000, lab: ownVersion(), ...where });
}
