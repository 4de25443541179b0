import type { RunChange } from "./change.ts";
import type { InstallOptions, ManagerName, PackageManager } from "./package-manager.ts";
import { type PackageState, packageManager } from "./package-probe.ts";
import type { PackageRequest } from "./package-request.ts";
import type { Plan } from "./resource.ts";
import { versionMatches } from "./version-matches.ts";

/** What is wanted of a list of packages. */
export interface PackageGoal {
  readonly state: "present" | "latest" | "absent";
  readonly options: InstallOptions;
  readonly purge: boolean;
  /** Null leaves it as it is. */
  readonly hold: boolean | null;
}

/** A package that was asked for, and what the host says about it. */
export interface PackagePair {
  readonly request: PackageRequest;
  readonly state: PackageState;
}

const timeoutMs = 30 * 60_000;

/** The plan for a list of packages: at most one call of the package manager to install or remove, and one to hold. */
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
  const holding = holdChanges(manager, goal, pairs);
  if (!holding) return { kind: "blocked", reason: `${name} cannot hold packages at their version` };
  return { kind: "changes", changes: [...installation(manager, goal, pairs), ...holding] };
}

/** Whether a package is not there as it is wanted. */
export function needsInstall(goal: PackageGoal, { request, state }: PackagePair, name: ManagerName): boolean {
  const version = state.installed?.version;
  if (version === undefined) return true;
  if (request.version !== null) return version === null || !versionMatches(request.version, version, name);
  if (goal.state !== "latest" || state.held || version === null) return false;
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
      script: manager.install(requests, goal.options),
      undo: undoInstall(manager, goal.options, missing),
      timeoutMs,
    },
  ];
}

/** Removes what was not there, and puts earlier versions back. */
function undoInstall(
  manager: PackageManager,
  options: InstallOptions,
  pairs: readonly PackagePair[],
): string {
  const added = pairs.filter(({ state }) => state.installed === null).map(({ request }) => request.name);
  const scripts = [
    ...(added.length > 0 ? [manager.remove(added, { purge: false })] : []),
    ...reinstallation(manager, options, pairs),
  ];
  return scripts.map((script) => `(\n${script}\n)`).join(" &&\n");
}

function reinstallation(
  manager: PackageManager,
  options: InstallOptions,
  pairs: readonly PackagePair[],
): string[] {
  const former = pairs.flatMap(({ request, state }) =>
    state.installed ? [{ name: request.name, version: state.installed.version }] : [],
  );
  return former.length > 0 ? [manager.install(former, options)] : [];
}

function removal(manager: PackageManager, goal: PackageGoal, pairs: readonly PackagePair[]): RunChange[] {
  const present = pairs.filter(({ state }) => state.installed !== null || (goal.purge && state.residue));
  if (present.length === 0) return [];
  const names = present.map(({ request }) => request.name);
  const change: RunChange = {
    kind: "run",
    summary: `${manager.name}: ${goal.purge ? "purge" : "remove"} ${names.join(", ")}`,
    script: manager.remove(names, { purge: goal.purge }),
    timeoutMs,
  };
  if (goal.purge) return [change];
  return [{ ...change, undo: reinstallation(manager, goal.options, present).join("\n") }];
}

/** Null when packages are to be held by a manager that cannot. */
function holdChanges(
  manager: PackageManager,
  goal: PackageGoal,
  pairs: readonly PackagePair[],
): RunChange[] | null {
  const names = pairs
    .filter(({ state }) => goal.hold !== null && state.held !== goal.hold)
    .map(({ request }) => request.name);
  if (names.length === 0) return [];
  const [apply, revert] = goal.hold ? [manager.hold, manager.unhold] : [manager.unhold, manager.hold];
  if (!apply || !revert) return null;
  const summary = `${manager.name}: ${goal.hold ? "hold" : "unhold"} ${names.join(", ")}`;
  return [{ kind: "run", summary, script: apply(names), undo: revert(names), timeoutMs: 60_000 }];
}
