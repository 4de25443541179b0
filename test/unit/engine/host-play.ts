import type { HostHandler, HostPlay, HostStep, HostTask } from "../../../src/playbook/host-task.ts";
import { Scope } from "../../../src/playbook/scope.ts";
import type { Resource } from "../../../src/resources/resource.ts";

const location = { file: "play.yaml", line: 1, column: 1, length: 1, text: "" };

/** A task that builds `resource`, with what a test wants to be different. */
export function hostTask(
  name: string,
  resource: Resource | ((scope: Scope) => Resource),
  rest: Partial<HostTask> = {},
): HostTask {
  return {
    name,
    role: null,
    location,
    notify: [],
    register: null,
    ignoreErrors: false,
    noLog: false,
    uses: {},
    shouldRun: () => true,
    build: (scope) => (typeof resource === "function" ? resource(scope) : resource),
    ...rest,
  };
}

/** A play for one host. */
export function hostPlay(steps: readonly HostStep[], handlers: readonly HostHandler[] = []): HostPlay {
  return { host: "node1", steps, handlers, scope: new Scope(new Map(), new Map()) };
}

/** A handler of the same name and id. */
export function hostHandler(id: string, resource: Resource): HostHandler {
  return { ...hostTask(id, resource), id };
}
