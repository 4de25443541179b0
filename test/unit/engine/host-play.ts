import type {
  HostBlock,
  HostHandler,
  HostLoop,
  HostMeta,
  HostPlay,
  HostStep,
  HostTask,
  HostTaskSettings,
  Surroundings,
} from "../../../src/playbook/host-task.ts";
import { Scope } from "../../../src/playbook/scope.ts";
import type { Resource } from "../../../src/resources/resource.ts";

const location = { file: "play.yaml", line: 1, column: 1, length: 1, text: "" };

const settings: HostTaskSettings = {
  ignoreErrors: false,
  ignoreUnreachable: false,
  anyErrorsFatal: false,
  noLog: false,
  runOnce: false,
  throttle: null,
  checkMode: null,
  diff: null,
  guardSeconds: null,
};

function settingsOf(rest: Partial<HostTaskSettings>): HostTaskSettings {
  const all = { ...settings, ...rest };
  const { ignoreErrors, ignoreUnreachable, anyErrorsFatal, noLog, runOnce } = all;
  const { throttle, checkMode, diff, guardSeconds } = all;
  return {
    ignoreErrors,
    ignoreUnreachable,
    anyErrorsFatal,
    noLog,
    runOnce,
    throttle,
    checkMode,
    diff,
    guardSeconds,
  };
}

/** Surroundings of a task that is run once, on its own host. */
export const plain: Surroundings = {
  delegate: null,
  environment: {},
  timeoutMs: null,
  retry: null,
  async: null,
};

/** A task that builds `resource`, with what a test wants to be different. */
export function hostTask(
  name: string,
  resource: Resource | ((scope: Scope) => Resource),
  rest: Partial<HostTask & HostTaskSettings> = {},
): HostTask {
  return {
    kind: "task",
    id: name,
    position: [0, 0],
    name,
    role: null,
    location,
    notify: [],
    register: null,
    defines: [],
    changesNothing: false,
    item: undefined,
    exclusive: null,
    settings: settingsOf(rest),
    uses: {},
    shouldRun: () => true,
    build: (scope) => (typeof resource === "function" ? resource(scope) : resource),
    surroundings: () => plain,
    verdicts: { until: null, failed: null, changed: null },
    ...rest,
  };
}

/** A task with the given rounds. */
export function hostLoop(
  name: string,
  rounds: (scope: Scope) => readonly HostTask[],
  rest: Partial<HostLoop & HostTaskSettings> = {},
): HostLoop {
  return {
    kind: "loop",
    id: name,
    position: [0, 0],
    name,
    role: null,
    location,
    register: null,
    defines: [],
    changesNothing: false,
    settings: settingsOf(rest),
    uses: {},
    rounds,
    pauseMs: () => 0,
    ...rest,
  };
}

export function block(
  steps: readonly HostStep[],
  {
    rescue = [],
    always = [],
    rollback = false,
  }: { rescue?: readonly HostStep[]; always?: readonly HostStep[]; rollback?: boolean },
): HostBlock {
  return { kind: "block", position: [0, 0], steps, rescue, always, rollback };
}

export function meta(action: HostMeta["action"], holds = true): HostMeta {
  return { kind: "meta", position: [0, 0], action, uses: {}, shouldRun: () => holds };
}

/** A play for one host; positions are numbered in the order of the steps. */
export function hostPlay(steps: readonly HostStep[], handlers: readonly HostHandler[] = []): HostPlay {
  const count = { next: 0 };
  return {
    host: "node1",
    steps: steps.map((step) => numbered(step, count)),
    handlers,
    rollback: false,
    scope: new Scope(new Map(), new Map()),
  };
}

function numbered(step: HostStep, count: { next: number }): HostStep {
  const position = [count.next++, 0] as const;
  if (step.kind !== "block") return { ...step, position };
  const list = (steps: readonly HostStep[]) => steps.map((inner) => numbered(inner, count));
  return {
    ...step,
    position,
    steps: list(step.steps),
    rescue: list(step.rescue),
    always: list(step.always),
  };
}

/** A handler of the same name and id. */
export function hostHandler(
  id: string,
  resource: Resource,
  rest: Partial<HostTask & HostTaskSettings> = {},
): HostHandler {
  return { id, step: hostTask(id, resource, { position: [1000, 0], ...rest }) };
}
