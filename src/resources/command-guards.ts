import { accountProbes } from "./account-probes.ts";
import type { Invocation } from "./command-script.ts";
import { normalPath } from "./normal-path.ts";
import { pathState } from "./path-probe.ts";
import type { PathState } from "./path-state.ts";
import type { Probe } from "./probe.ts";
import { questionState } from "./question-probe.ts";
import type { StatesOf } from "./resource.ts";
import type { UserState } from "./user-probe.ts";

type GuardProbes = {
  readonly [name: `path ${string}`]: Probe<PathState>;
  readonly [name: `question ${string}`]: Probe<boolean>;
  readonly [name: `user ${string}`]: Probe<UserState>;
};

type GuardStates = StatesOf<GuardProbes>;

/** Where, with what and as whom a command runs, and so its question. */
export type CommandSurroundings = Pick<Invocation, "chdir" | "environment" | "runAs">;

/** What keeps a command from being run, and must hold after it was run. */
export interface CommandGuards {
  /** Those of the guards, and "path chdir" and the user where one is given. */
  readonly probes: GuardProbes;
  /** Why the command need not run; null when it must. */
  reason(states: GuardStates): string | null;
  /** What is wrong after it was run: null where a guard now holds, or there is none. */
  complaint(states: GuardStates): string | null;
}

/** The guards of a command; relative paths are below `chdir`. Throws InputError on relative paths without it. */
export function commandGuards(
  options: { readonly creates?: string; readonly removes?: string; readonly unless?: string },
  surroundings: CommandSurroundings,
): CommandGuards {
  const { chdir, runAs } = surroundings;
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
      ...(runAs.kind === "user" ? accountProbes({ owner: runAs.name }) : {}),
    },
    reason,
    complaint: (states) => (unmet.length > 0 && reason(states) === null ? unmet.join(", and ") : null),
  };
}

function question(text: string, surroundings: CommandSurroundings): Invocation {
  return { program: { kind: "script", interpreter: "/bin/sh", text }, ...surroundings, stdin: null };
}
