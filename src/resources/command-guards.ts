import type { Invocation } from "./command-script.ts";
import { normalPath } from "./normal-path.ts";
import { pathState } from "./path-probe.ts";
import type { PathState } from "./path-state.ts";
import type { Probe } from "./probe.ts";
import { questionState } from "./question-probe.ts";
import type { StatesOf } from "./resource.ts";

type GuardProbes = {
  readonly [name: `path ${string}`]: Probe<PathState>;
  readonly [name: `question ${string}`]: Probe<boolean>;
};

type GuardStates = StatesOf<GuardProbes>;

/** What keeps a command from being run, and must hold after it was run. */
export interface CommandGuards {
  /** Those of the guards, and "path chdir" where a directory is given. */
  readonly probes: GuardProbes;
  /** Why the command need not run; null when it must. */
  reason(states: GuardStates): string | null;
  /** What is wrong after it was run: null where a guard now holds, or there is none. */
  complaint(states: GuardStates): string | null;
}

/** The guards of a command; relative paths are below `chdir`. Throws InputError on relative paths without it. */
export function commandGuards(
  options: { readonly creates?: string; readonly removes?: string; readonly unless?: string },
  surroundings: Pick<Invocation, "chdir" | "environment">,
): CommandGuards {
  const { chdir } = surroundings;
  const absolute = (path: string) =>
    normalPath(path.startsWith("/") || chdir === null ? path : `${chdir}/${path}`);
  const creates = options.creates === undefined ? null : absolute(options.creates);
  const removes = options.removes === undefined ? null : absolute(options.removes);
  const unless = options.unless ?? null;
  const reason = (states: GuardStates) => {
    if (creates !== null && states["path creates"]?.kind !== "absent") return `${creates} exists`;
    if (removes !== null && states["path removes"]?.kind === "absent") return `${removes} does not exist`;
    return states["question unless"] ? "the question in `unless` is answered with yes" : null;
  };
  const unmet = [
    ...(creates === null ? [] : [`${creates} still does not exist`]),
    ...(removes === null ? [] : [`${removes} is still there`]),
    ...(unless === null ? [] : ["the question in `unless` is still answered with no"]),
  ];
  return {
    probes: {
      ...(chdir === null ? {} : { "path chdir": pathState({ path: chdir }) }),
      ...(creates === null ? {} : { "path creates": pathState({ path: creates }) }),
      ...(removes === null ? {} : { "path removes": pathState({ path: removes }) }),
      ...(unless === null ? {} : { "question unless": questionState(question(unless, surroundings)) }),
    },
    reason,
    complaint: (states) => (unmet.length > 0 && reason(states) === null ? unmet.join(", and ") : null),
  };
}

function question(text: string, surroundings: Pick<Invocation, "chdir" | "environment">): Invocation {
  return { program: { kind: "script", interpreter: "/bin/sh", text }, ...surroundings, stdin: null };
}
