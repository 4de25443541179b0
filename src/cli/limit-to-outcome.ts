import { InputError, type Location } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import { findRun } from "../record/find-run.ts";
import { readEvents } from "../record/read-events.ts";
import type { RunFacts } from "../record/run-facts.ts";
import { runState } from "../record/run-state.ts";
import { lastRun } from "../record/runs.ts";
import { type HostStory, tellRun } from "../report/run-story.ts";
import { type NamedHosts, outcomeNames } from "./limit.ts";
import { localTime } from "./run-words.ts";

type Recap = HostStory["recap"];

/** What became of a host, by the words that --limit knows. */
const outcomes: Readonly<Record<string, { readonly is: (recap: Recap) => boolean; readonly none: string }>> =
  {
    failed: {
      is: ({ failure, unreachable }) => failure !== null && unreachable === 0,
      none: "no host failed",
    },
    unreachable: { is: ({ unreachable }) => unreachable > 0, none: "no host was unreachable" },
    changed: { is: ({ changed }) => changed > 0, none: "no host was changed" },
  };

const form = /^@([a-z]+)(?::(.*))?$/;

/** The hosts that a --limit names by what became of them: in the runs of the playbook, where there is one. */
export function hostsOfRuns(playbook: () => string | null): NamedHosts {
  return (limit, location) => {
    const words = outcomeWords(limit);
    return words === null ? null : hostsByOutcome(words, playbook(), location);
  };
}

/** The words of a --limit that names hosts by what became of them, such as `@failed,@unreachable:RUN`; null for another. */
function outcomeWords(limit: string): readonly string[] | null {
  const words = limit.split(",").map((word) => word.trim());
  return words.every((word) => Object.hasOwn(outcomes, form.exec(word)?.[1] ?? "")) ? words : null;
}

/**
 * The hosts that these words name: of the run that a word picks, else of the last run of the playbook that was no check.
 * Throws InputError where there is no such run, or no such host in it.
 */
function hostsByOutcome(words: readonly string[], playbook: string | null, location: Location): string[] {
  const named = words.map((word) => hostsOf(word, playbook, location));
  const hosts = new Set(named.flatMap((one) => one.hosts));
  if (hosts.size > 0) return [...hosts];
  const message = [...new Set(named.map(({ none }) => none))].join("; ");
  throw new InputError({ message, location, hint: "lab runs show tells what became of each host" });
}

function hostsOf(
  word: string,
  playbook: string | null,
  location: Location,
): { hosts: string[]; none: string } {
  const [, kind = "", id] = form.exec(word) ?? [];
  const outcome = outcomes[kind];
  if (!outcome)
    throw new InputError({
      message: `"${word}" is no outcome`,
      location,
      hint: suggestion(kind, outcomeNames),
    });
  const run = id === undefined ? lastRunOf(word, playbook, location) : findRun(id);
  const { hosts } = tellRun(readEvents(run.id));
  return {
    hosts: hosts.filter(({ recap }) => outcome.is(recap)).map(({ host }) => host),
    none: `${outcome.none} in run ${run.id} of ${run.playbook}, ${localTime(run.start)}`,
  };
}

function lastRunOf(word: string, playbook: string | null, location: Location): RunFacts {
  const isReal = (run: RunFacts): boolean => !run.check && run.undoes === null && runState(run) !== "running";
  const last = lastRun((run) => isReal(run) && (playbook === null || run.playbook === playbook));
  if (last) return last;
  const other = lastRun(isReal);
  const message = playbook === null ? "there is no run yet" : `there is no run of ${playbook} yet`;
  if (!other) throw new InputError({ message, location, hint: `run it without ${word} first` });
  throw new InputError({
    message: `${message}; the last run was of ${other.playbook}`,
    location,
    hint: `write --limit ${word}:${other.id} to take the hosts of that run`,
  });
}
