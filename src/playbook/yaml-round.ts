import type { Module } from "../resources/module.ts";
import type { Resource } from "../resources/resource.ts";
import type { Assets } from "./assets.ts";
import { buildResource } from "./build-resource.ts";
import type { CompiledTask, Condition } from "./compiled-play.ts";
import { conditionsHold, withFacts } from "./conditions.ts";
import type { Facts, HostTask, HostTaskSettings, Surroundings, Verdict, Verdicts } from "./host-task.ts";
import type { LoopRound } from "./loop-rounds.ts";
import { isRuledOut } from "./ruled-out.ts";
import type { Scope } from "./scope.ts";
import { surroundingsOf } from "./surroundings.ts";

/** A task of a playbook, as it is the same on all hosts. */
export interface YamlTask {
  readonly task: CompiledTask;
  readonly module: Module;
  readonly assets: Assets;
  /** Names of the variables that it sets. */
  readonly defines: readonly string[];
}

/** A round of a loop, and its number, from 0. */
export type NumberedRound = LoopRound & { readonly index: number };

/**
 * A task of a playbook on one host, or one round of it. A class, because a validation makes hundreds of thousands: what
 * all hosts share is behind one reference.
 */
export class YamlRound implements HostTask {
  readonly kind = "task";
  readonly name: string;
  readonly uses: HostTask["uses"];
  readonly notify: readonly string[];
  readonly #shared: YamlTask;
  readonly #round: NumberedRound | null;
  /** The functions are called one after another with the same scope: what it renders is then rendered once. */
  #last: { readonly outer: Scope; readonly facts: Facts; readonly local: Scope } | null = null;

  constructor(
    shared: YamlTask,
    round: NumberedRound | null,
    host: Pick<HostTask, "name" | "uses" | "notify">,
  ) {
    this.#shared = shared;
    this.#round = round;
    this.name = host.name;
    this.uses = host.uses;
    this.notify = host.notify;
  }

  get id(): string {
    const { position } = this.#shared.task;
    return this.#round === null ? String(position) : `${position}#${this.#round.index}`;
  }

  get position(): HostTask["position"] {
    return [this.#shared.task.position, 0];
  }

  get exclusive(): null {
    return null;
  }

  get role(): null {
    return null;
  }

  get location(): HostTask["location"] {
    return this.#shared.task.location;
  }

  get register(): string | null {
    return this.#shared.task.register;
  }

  get defines(): readonly string[] {
    return this.#shared.defines;
  }

  get changesNothing(): boolean {
    return this.#shared.module.changesNothing === true;
  }

  get item(): unknown {
    return this.#round?.item;
  }

  get settings(): HostTaskSettings {
    return this.#shared.task;
  }

  isRuledOut(outer: Scope): boolean {
    return isRuledOut(this.#shared.task.when, this.#local(outer, {}));
  }

  shouldRun(outer: Scope, facts: Facts): boolean {
    return conditionsHold(this.#shared.task.when, this.#local(outer, facts));
  }

  build(outer: Scope, facts: Facts): Resource {
    const { task, module, assets } = this.#shared;
    return buildResource(task, module, this.#local(outer, facts), assets);
  }

  surroundings(outer: Scope, facts: Facts): Surroundings {
    const { task } = this.#shared;
    return surroundingsOf(task, task.retry, task.async, this.#local(outer, facts));
  }

  get verdicts(): Verdicts {
    const { retry, failedWhen, changedWhen } = this.#shared.task;
    return {
      until: retry && retry.until.length > 0 ? this.#verdict(retry.until) : null,
      failed: this.#verdict(failedWhen),
      changed: this.#verdict(changedWhen),
    };
  }

  #verdict(conditions: readonly Condition[] | null): Verdict | null {
    return conditions && ((outer, facts) => conditionsHold(conditions, this.#local(outer, facts)));
  }

  #local(outer: Scope, facts: Facts): Scope {
    if (this.#last?.outer !== outer || this.#last.facts !== facts) {
      const own = outer.withWritten(this.#shared.task.vars).with(this.#round?.variables ?? {});
      this.#last = { outer, facts, local: withFacts(own, facts) };
    }
    return this.#last.local;
  }
}
