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

interface RandomHost {
  readonly outcome: Outcome;
  /** How long each of its answers takes. */
  readonly turns: number;
  /** The task that fails, where one does. */
  readonly at: number;
}

/** A play over hosts of which it is known beforehand what becomes of them. */
export interface RandomRun {
  readonly hosts: readonly RandomHost[];
  readonly serial: readonly BatchSize[];
  readonly forks: number;
  readonly isLockstep: boolean;
  readonly ignoreUnreachable: boolean;
}

/** Tasks of the play. */
export const taskCount = 3;

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
  /** The hosts of each batch that lab announced. */
  readonly batches: readonly (readonly string[])[];
  /** Hosts in the order in which lab turned to them. */
  readonly begun: readonly string[];
  /** Hosts that failed or became unreachable, in the order in which they were given up. */
  readonly lost: readonly string[];
  /** The hosts that began after so many were given up. */
  begunAfter(lost: number): readonly string[];
  /** How many tasks ended well, or in a failure that was to be ignored, by host. */
  readonly finished: ReadonlyMap<string, number>;
  /** Whether lab says that the play ended for all hosts. */
  readonly isStopped: boolean;
}

type Seen =
  | { readonly kind: "begin" | "task" | "failure" | "end"; readonly host: string }
  | { readonly kind: "batch"; readonly hosts: readonly string[] }
  | { readonly kind: "stop" };

/** Runs the play by the engine itself; only the hosts are made up. */
export async function observe(
  { hosts, forks, ...strategy }: RandomRun,
  rules: { readonly maxFailPercentage?: number | null; readonly anyErrorsFatal?: boolean },
): Promise<Observed> {
  const byName = new Map(hosts.map((host, index) => [`h${index}`, host]));
  const hostOf = (name: string): RandomHost => byName.get(name) ?? { outcome: "ok", turns: 0, at: 0 };
  const log: Seen[] = [];
  const play = readyPlay("play", [...byName.keys()], (name) => playOf(hostOf(name)), {
    ...strategy,
    ...rules,
  });
  await playLocally([play], {
    forks,
    emit: (event) => log.push(...seenIn(event)),
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
  return observed(log);
}

function playOf({ outcome, at }: RandomHost): HostPlay {
  const tasks = Array.from({ length: taskCount }, (_, index) => {
    const fails = index === at && (outcome === "failed" || outcome === "ignored");
    return hostTask(`task ${index}`, madeUp(index, fails), { ignoreErrors: outcome === "ignored" });
  });
  return hostPlay(tasks);
}

const question = probeOf({ name: "made-up", script: () => ":", parse: (_, queries) => queries }, String);

/** A resource that asks something of its host, and then is as it should be, or fails. */
function madeUp(index: number, fails: boolean): Resource {
  return resource({
    id: `made-up ${index}`,
    probes: { self: question(index) },
    plan: () => (fails ? { kind: "failed", message: "made to fail" } : { kind: "changes", changes: [] }),
  });
}

function seenIn(event: RunEvent): Seen[] {
  switch (event.kind) {
    case "play-start":
      return [{ kind: "batch", hosts: event.hosts }];
    case "task-end": {
      const isLost = event.outcome === "failed" && !event.ignored;
      return [{ kind: isLost ? "failure" : "task", host: event.host }];
    }
    case "host-unreachable":
      return event.ignored ? [] : [{ kind: "failure", host: event.host }];
    case "host-failed":
      return [{ kind: "failure", host: event.host }];
    case "host-end":
      return [{ kind: "end", host: event.host }];
    case "play-stopped":
      return [{ kind: "stop" }];
    default:
      return [];
  }
}

function observed(log: readonly Seen[]): Observed {
  const hostsOf = (kind: Seen["kind"], entries = log): string[] =>
    entries.flatMap((entry) => (entry.kind === kind && "host" in entry ? [entry.host] : []));
  const failed = new Set(hostsOf("failure"));
  const lost = [...new Set(hostsOf("end"))].filter((host) => failed.has(host));
  const finished = new Map<string, number>();
  for (const host of hostsOf("task")) finished.set(host, (finished.get(host) ?? 0) + 1);
  return {
    batches: log.flatMap((entry) => (entry.kind === "batch" ? [entry.hosts] : [])),
    begun: [...new Set(hostsOf("begin"))],
    lost,
    begunAfter(count) {
      const at = log.findIndex((entry) => entry.kind === "end" && entry.host === lost[count - 1]);
      return at < 0 ? [] : hostsOf("begin", log.slice(at));
    },
    finished,
    isStopped: log.some(({ kind }) => kind === "stop"),
  };
}
