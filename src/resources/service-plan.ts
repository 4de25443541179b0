import type { RunChange } from "./change.ts";
import type { Plan } from "./resource.ts";
import type { ServiceState, UnitState } from "./service-probe.ts";
import {
  activationScript,
  refreshScript,
  settledScript,
  startAgainScript,
  stopScript,
} from "./service-script.ts";
import { shQuote } from "./sh-quote.ts";

/** What is wanted of a unit; null leaves it as it is. */
export interface ServiceGoal {
  readonly unit: string;
  readonly state: "started" | "stopped" | "restarted" | "reloaded" | null;
  readonly enabled: boolean | null;
  readonly masked: boolean | null;
  /** True: read changed unit files anew, even if nothing else is to be done; null: before a start; false: never. */
  readonly daemonReload: boolean | null;
}

const timeoutMs = 120_000;

/** The steps for one unit: unmask, reload unit files, enable or disable, start or stop, mask; each can be undone by itself. */
export function servicePlan(goal: ServiceGoal, state: ServiceState): Plan {
  if (state.kind === "no systemd") {
    return { kind: "blocked", reason: `systemd is not running, so ${goal.unit} cannot be managed` };
  }
  if (state.kind === "missing") return missingPlan(goal);
  const objection = objectionTo(goal, state);
  if (objection !== null) return { kind: "blocked", reason: objection };
  const activation = activationChanges(goal, state);
  const changes = [
    ...(goal.masked === false && isMasked(state) ? [systemctl("unmask", "mask", goal.unit)] : []),
    ...reloadChanges(goal, state, activation.length > 0),
    ...enablingChanges(goal, state),
    ...activation,
    ...(goal.masked === true && !isMasked(state) ? [systemctl("mask", "unmask", goal.unit)] : []),
  ];
  if (changes.length === 0) return settling(goal, state);
  return { kind: "changes", changes };
}

/** Whether a unit counts as started: running, or a one-shot that has run. */
export function isStarted(state: UnitState): boolean {
  return ["active", "reloading", "refreshing"].includes(state.active) || state.ranOnce;
}

const isMasked = (state: UnitState) => state.load === "masked";

const isStopped = (state: UnitState) => state.active === "inactive" || state.active === "failed";

/** A unit that fails again and again is not on its way. */
const isStarting = (state: UnitState) => state.active === "activating" && state.sub !== "auto-restart";

function missingPlan(goal: ServiceGoal): Plan {
  const onlyMask = goal.masked === true && goal.state === null && goal.enabled === null;
  if (!onlyMask) return { kind: "blocked", reason: `unit ${goal.unit} does not exist` };
  return { kind: "changes", changes: [systemctl("mask", "unmask", goal.unit)] };
}

function objectionTo(goal: ServiceGoal, state: UnitState): string | null {
  const active = goal.state !== null && goal.state !== "stopped";
  if (isMasked(state) && goal.masked !== false && (active || goal.enabled === true)) {
    return `unit ${goal.unit} is masked; "masked: false" unmasks it`;
  }
  if (active && !["loaded", "masked"].includes(state.load)) {
    return `systemd cannot load ${goal.unit} (${state.load}); see: systemctl status ${goal.unit}`;
  }
  if (goal.state === "reloaded" && isStarted(state) && !state.canReload) {
    return `${goal.unit} cannot be reloaded; use "state: restarted"`;
  }
  return null;
}

function settling(goal: ServiceGoal, state: UnitState): Plan {
  const transient = state.active === "deactivating" ? "deactivating" : "activating";
  const waits =
    (goal.state === "started" && isStarting(state)) ||
    (goal.state === "stopped" && state.active === "deactivating");
  if (waits) {
    const summary = `${goal.unit} is ${transient}`;
    return { kind: "wait", summary, script: settledScript(goal.unit, transient), timeoutMs };
  }
  const fixed = goal.enabled !== null && fixedFiles.includes(state.file);
  if (!fixed) return { kind: "changes", changes: [] };
  const message = `a ${state.file} unit can be neither enabled nor disabled`;
  return { kind: "changes", changes: [], message };
}

/** States of unit files without an [Install] section of their own: enabling them does nothing. */
export const fixedFiles: readonly string[] = ["static", "indirect", "generated", "transient", "alias"];

function reloadChanges(goal: ServiceGoal, state: UnitState, activates: boolean): RunChange[] {
  const wanted = goal.daemonReload ?? (activates && goal.state !== "stopped");
  if (!wanted || !state.needsReload) return [];
  const script = "systemctl daemon-reload";
  return [{ kind: "run", summary: script, script, afterUndo: script, timeoutMs }];
}

function enablingChanges(goal: ServiceGoal, state: UnitState): RunChange[] {
  if (goal.enabled === null || fixedFiles.includes(state.file)) return [];
  const enabled = state.file === "enabled";
  const runtime = state.file === "enabled-runtime";
  if (goal.enabled) {
    if (enabled) return [];
    const change = systemctl("enable", "disable", goal.unit);
    if (!runtime) return [change];
    return [{ ...change, undo: `${change.undo}\n${systemctl("enable --runtime", "", goal.unit).script}` }];
  }
  if (runtime) return [systemctl("disable --runtime", "enable --runtime", goal.unit)];
  return enabled ? [systemctl("disable", "enable", goal.unit)] : [];
}

function activationChanges(goal: ServiceGoal, state: UnitState): RunChange[] {
  const { unit } = goal;
  const start: RunChange = {
    kind: "run",
    summary: `systemctl start ${unit}`,
    script: activationScript("start", unit),
    undo: stopScript(unit),
    timeoutMs,
  };
  switch (goal.state) {
    case null:
      return [];
    case "stopped":
      return isStopped(state) || state.active === "deactivating" ? [] : [stopping(unit)];
    case "started":
      return isStarted(state) || (isStarting(state) && !hasOtherWork(goal, state)) ? [] : [start];
    case "restarted":
    case "reloaded": {
      if (!isStarted(state)) return [start];
      const verb = goal.state === "restarted" ? "restart" : "reload";
      const summary = `systemctl ${verb} ${unit}`;
      const script = activationScript(verb, unit);
      return [{ kind: "run", summary, script, afterUndo: refreshScript(verb, unit), timeoutMs }];
    }
  }
}

/** It is started again only once its files are those of before. */
function stopping(unit: string): RunChange {
  const afterUndo = startAgainScript(unit);
  const script = `systemctl stop -- ${shQuote(unit)}`;
  return { kind: "run", summary: `systemctl stop ${unit}`, script, afterUndo, timeoutMs };
}

function hasOtherWork(goal: ServiceGoal, state: UnitState): boolean {
  return enablingChanges(goal, state).length > 0 || (goal.masked === false && isMasked(state));
}

/** One order to systemd and the one that takes it back. */
function systemctl(order: string, undo: string, unit: string): RunChange {
  const script = (verb: string) => `systemctl ${verb} -- ${shQuote(unit)}`;
  return {
    kind: "run",
    summary: `systemctl ${order} ${unit}`,
    script: script(order),
    undo: script(undo),
    timeoutMs,
  };
}
