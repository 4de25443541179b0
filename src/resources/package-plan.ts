import type { RunChange } from "./change.ts";
import type { InstallOptions, ManagerName, PackageManager } from "./package-manager.ts";
import { type PackageState, packageManager } from "./package-probe.ts";
import type { PackageRequest } from "./package-request.ts";
import { recordedOrder, undoOrder } from "./package-undo.ts";
import type { Plan } from "./resource.ts";
import { versionMatches } from "./version-matches.ts";

/** What is wanted of a list of packages. */
export interface PackageGoal {
  readonly state: "present" | "latest" | "absent";
  readonly options: InstallOptions;
  readonly purge: boolean;
  /** Null leaves it as it is. */
  readonly hold: boolean | null;
  /** Seconds to wait for the package manager while somebody else uses it; null leaves it to the manager's script. */
  readonly patience: number | null;
}

/** A package that was asked for, and what the host says about it. */
export interface PackagePair {
  readonly request: PackageRequest;
  readonly state: PackageState;
}

const timeoutMs = 30 * 60_000;

function patient({ patience }: PackageGoal, script: string): string {
  return patience === null ? script : `lab_patience=${patience}\n${script}`;
}

/** The plan for a list of packages: at most one call of the package manager to install or remove; what is held is set free before. */
export function packagePlan(goal: PackageGoal, pairs: readonly PackagePair[]): Plan {
  const name = pairs[0]?.state.manager ?? null;
  if (name === null) {
    return { kind: "blocked", reason: "there is no package manager that lab knows (apt, dnf, zypper, apk)" };
  }
  const manager = packageManager(name);
  if (goal.state === "absent") return { kind: "changes", changes: removal(manager, goal, pairs) };
  const unknown = pairs.find(
    ({ request, state }) => request.version !== null && state.installed?.version === null,
  );
  if (unknown) return { kind: "blocked", reason: `the version of ${unknown.request.name} is not known yet` };
  const loosened = loosenedPairs(manager, goal, pairs);
  const tightened = tightenedPairs(goal, pairs, loosened);
  const before = marking(manager, goal, loosened, "unhold");
  const after = marking(manager, goal, tightened, "hold");
  if (!before || !after) return { kind: "blocked", reason: `${name} cannot hold packages at their version` };
  return { kind: "changes", changes: [...before, ...installation(manager, goal, pairs), ...after] };
}

/** Whether a package is not there as it is wanted. */
export function needsInstall(goal: PackageGoal, { request, state }: PackagePair, name: ManagerName): boolean {
  const version = state.installed?.version;
  if (version === undefined) return true;
  if (request.version !== null) return version === null || !versionMatches(request.version, version, name);
  if (goal.state !== "latest" || version === null) return false;
  if (state.held && goal.hold !== false) return false;
  return (state.candidate !== null && state.candidate !== version) || listsTooOld(goal, state, name);
}

/** With `latest`, old lists have to be fetched before it can be known whether there is something newer. */
function listsTooOld(goal: PackageGoal, state: PackageState, name: ManagerName): boolean {
  const { refresh } = goal.options;
  if (name !== "apt" || refresh.kind !== "older") return false;
  return state.listsAgeSeconds === null || state.listsAgeSeconds > refresh.seconds;
}

function installation(
  manager: PackageManager,
  goal: PackageGoal,
  pairs: readonly PackagePair[],
): RunChange[] {
  const missing = pairs.filter((pair) => needsInstall(goal, pair, manager.name));
  if (missing.length === 0) return [];
  const requests = missing.map(({ request }) => request);
  const named = requests.map(({ name, version }) => (version === null ? name : `${name}=${version}`));
  return [
    {
      kind: "run",
      summary: `${manager.name}: install ${named.join(", ")}`,
      script: patient(goal, recordedOrder(manager.undo, manager.install(requests, goal.options))),
      undo: undoOrder(manager.undo),
      timeoutMs,
    },
  ];
}

function removal(manager: PackageManager, goal: PackageGoal, pairs: readonly PackagePair[]): RunChange[] {
  const present = pairs.filter(({ state }) => state.installed !== null || (goal.purge && state.residue));
  if (present.length === 0) return [];
  const names = present.map(({ request }) => request.name);
  const summary = `${manager.name}: ${goal.purge ? "purge" : "remove"} ${names.join(", ")}`;
  const order = manager.remove(names, { purge: goal.purge });
  if (goal.purge) return [{ kind: "run", summary, script: patient(goal, order), timeoutMs }];
  const script = patient(goal, recordedOrder(manager.undo, order));
  return [{ kind: "run", summary, script, undo: undoOrder(manager.undo), timeoutMs }];
}

/** Those that are held, and are to be free or to change their version: dnf and zypper refuse that, and apt forgets the hold. */
function loosenedPairs(
  manager: PackageManager,
  goal: PackageGoal,
  pairs: readonly PackagePair[],
): readonly PackagePair[] {
  return pairs.filter(
    (pair) => pair.state.held && (goal.hold === false || needsInstall(goal, pair, manager.name)),
  );
}

/** Those that are to be held: because it is asked for, or as they were. */
function tightenedPairs(
  goal: PackageGoal,
  pairs: readonly PackagePair[],
  loosened: readonly PackagePair[],
): readonly PackagePair[] {
  if (goal.hold === false) return [];
  return pairs.filter((pair) => loosened.includes(pair) || (goal.hold === true && !pair.state.held));
}

/** Null when packages are to be held by a manager that cannot. */
function marking(
  manager: PackageManager,
  goal: PackageGoal,
  pairs: readonly PackagePair[],
  how: "hold" | "unhold",
): RunChange[] | null {
  if (pairs.length === 0) return [];
  const names = pairs.map(({ request }) => request.name);
  const [apply, revert] = how === "hold" ? [manager.hold, manager.unhold] : [manager.unhold, manager.hold];
  if (!apply || !revert) return null;
  const summary = `${manager.name}: ${how} ${names.join(", ")}`;
  return [{ kind: "run", summary, script: patient(goal, apply(names)), undo: revert(names), timeoutMs }];
}
