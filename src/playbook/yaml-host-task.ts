import { InternalError } from "../errors.ts";
import { asText } from "../input/as-text.ts";
import { findModule } from "../resources/index.ts";
import type { Assets } from "./assets.ts";
import type { CompiledTask, Loop } from "./compiled-play.ts";
import { factsProbe, withFacts } from "./conditions.ts";
import type { HostLoop, HostTask } from "./host-task.ts";
import { loopRounds } from "./loop-rounds.ts";
import { type Scope, UnknownValue } from "./scope.ts";
import { secondsOf } from "./surroundings.ts";
import { taskReads } from "./task-reads.ts";
import { isTemplate } from "./template.ts";
import { type NumberedRound, YamlRound, type YamlTask } from "./yaml-round.ts";

const shared = new WeakMap<CompiledTask, YamlTask>();

function sharedOf(task: CompiledTask, assets: Assets): YamlTask {
  const known = shared.get(task);
  if (known?.assets === assets) return known;
  const module = findModule(task.module);
  if (!module) throw new InternalError(`module ${task.module} vanished`);
  const defines = task.module === "set_fact" ? Object.keys(task.args) : [];
  const made = { task, module, assets, defines };
  shared.set(task, made);
  return made;
}

/** What a task of a playbook becomes on a host; `notify` has the ids of handlers. Throws InputError. */
export function yamlHostTask(
  task: CompiledTask,
  scope: Scope,
  assets: Assets,
  notify: readonly string[],
): HostTask | HostLoop {
  const yaml = sharedOf(task, assets);
  const own = scope.withWritten(task.vars);
  const uses = own.reads(taskReads(task, yaml.module, assets)).has("facts") ? factsProbe : noFacts;
  return task.loop === null
    ? new YamlRound(yaml, null, { name: nameOf(task, own, ""), uses, notify })
    : hostLoop(yaml, task.loop, { name: nameOf(task, own, ""), uses, notify });
}

const noFacts = {};

function hostLoop(yaml: YamlTask, loop: Loop, host: Pick<HostTask, "name" | "uses" | "notify">): HostLoop {
  const { task, module, defines } = yaml;
  return {
    kind: "loop",
    id: String(task.position),
    position: [task.position, 0],
    name: host.name,
    role: null,
    location: task.location,
    register: task.register,
    settings: task,
    defines,
    changesNothing: module.changesNothing === true,
    uses: host.uses,
    rounds: (outer, facts) => {
      const inner = withFacts(outer.withWritten(task.vars), facts);
      return loopRounds(task, loop, inner).map((entry, index) => {
        const round: NumberedRound = { ...entry, index };
        const name = nameOf(task, inner.with(entry.variables), ` (${entry.label})`);
        return new YamlRound(yaml, round, { ...host, name });
      });
    },
    pauseMs: (outer, facts) =>
      loop.pause === null
        ? 0
        : secondsOf(loop.pause, withFacts(outer.withWritten(task.vars), facts), "pause"),
  };
}

/** A name with a template says itself what tells the rounds of a loop apart; one that is not to be logged stays as written. */
function nameOf(task: CompiledTask, scope: Scope, suffix: string): string {
  if (!isTemplate(task.name) || task.noLog) return `${task.name}${suffix}`;
  try {
    return asText(scope.render(task.name, task.nameLocation));
  } catch (error) {
    // Facts, results and entries are not known yet: the name is shown as it was written.
    if (error instanceof UnknownValue || task.loop !== null) return `${task.name}${suffix}`;
    throw error;
  }
}
