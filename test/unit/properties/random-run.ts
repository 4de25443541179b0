import fc from "fast-check";
import type { RunEvent } from "../../../src/engine/event.ts";
import { ConnectionError } from "../../../src/errors.ts";
import type { BatchSize } from "../../../src/playbook/compiled-play.ts";
import type { HostPlay } from "../../../src/playbook/host-task.ts";
import { probeOf } from "../../../src/resources/probe.ts";
import { type Resource, resource } from "../../../src/resources/resource.ts";
import { hostPlay, hostTask } from "../engine/host-play.ts";
import { playLocally, readyPlay } from "../engine/play-locally.ts";
import { SilentShell, yieldTurns } from "./silent-shell.ts";

/** What becomes of a host: "refused" is one that cannot be connected to, "lost" one whose connection breaks. */
export type Outcome = "ok" | "ignored" | "failed" | "refused" | "lost";

/** A play over hosts of which it is known beforehand what becomes of them. */
export interface RandomRun {
  readonly hosts: readonly { readonly outcome: Outcome; readonly turns: number; readonly at: number }[];
  readonly serial: readonly BatchSize[];
  readonly forks: number;
  readonly isLockstep: boolean;
  readonly ignoreUnreachable: boolean;
}

const taskCount = 3;

/** Sizes of batches as `serial` may have them. */
export const batchSize: fc.Arbitrary<BatchSize> = fc.oneof(
  fc.integer({ min: 1, max: 50 }).map((count) => ({ kind: "hosts" as const, count })),
  fc.integer({ min: 1, max: 3 }).map((count) => ({ kind: "hosts" as const, count })),
  fc.double({ min: 0.1, max: 100, noNaN: true }).map((percent) => ({ kind: "percent" as const, percent })),
);

/** Up to twelve hosts, which end in all orders, whatever the order in which they begin. */
export const randomRun: fc.Arbitrary<RandomRun> = fc.record({
  hosts: fc.array(
    fc.record({
      outcome: fc.constantFrom<Outcome>("ok", "ok", "ignored", "failed", "failed", "refused", "lost"),
      turns: fc.integer({ min: 0, max: 4 }),
      at: fc.integer({ min: 0, max: taskCount - 1 }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  serial: fc.array(batchSize, { maxLength: 4 }),
  forks: fc.integer({ min: 1, max: 5 }),
  isLockstep: fc.boolean(),
  ignoreUnreachable: fc.boolean(),
});

/** What was seen of a run. */
export interface Observed {
  /** Hosts in the order in which lab turned to them. */
  readonly begun: readonly string[];
  /** Those of them that had not ended yet when the host began, by the host. */
  readonly beside: ReadonlyMap<string, readonly string[]>;
  /** Hosts that failed or became unreachable, in the order in which they were given up. */
  readonly lost: readonly string[];
  /** How many hosts had begun when so many were lost. */
  begunBefore(lost: number): number;
  /** Tasks that ended well or were ignored, by host. */
  readonly finished: ReadonlyMap<string, number>;
  readonly isStopped: boolean;
}

/** Runs the play by the engine itself; only the hosts are made up. */
export async function observe(
  run: RandomRun,
  rules: { readonly maxFailPercentage?: number | null; readonly anyErrorsFatal?: boolean },
): Promise<Observed> {
  const names = run.hosts.map((_, index) => `h${index}`);
  const hostOf = (name: string) => run.hosts[names.indexOf(name)] ?? { outcome: "ok", turns: 0, at: 0 };
  const log: { readonly kind: "begin" | "end" | "lost" | "task"; readonly host: string }[] = [];
  const { serial, isLockstep, ignoreUnreachable, forks } = run;
  const play = readyPlay("play", names, (name) => playOf(hostOf(name)), {
    ...{ serial, isLockstep, ignoreUnreachable },
    ...rules,
  });
  const { events } = await playLocally([play], {
    forks,
    emit: (event) => log.push(...seen(event)),
    transport: {
      async open({ name }) {
        log.push({ kind: "begin", host: name });
        const { outcome, turns } = hostOf(name);
        await yieldTurns(turns);
        if (outcome === "refused") throw new ConnectionError(name, `${name} is down`, "");
        return new SilentShell(name, turns, outcome === "lost");
      },
    },
  });
  return { ...summary(log), isStopped: events.some(({ kind }) => kind === "play-stopped") };
}
