import type { InputProblem } from "../errors.ts";
import type { YamlFile } from "../input/yaml-file.ts";
import type { Inventory, SourcedValue } from "../inventory/inventory.ts";
import type { Roles } from "../role/role-catalogue.ts";
import type { Assets } from "./assets.ts";
import type { CompiledStep, Condition, ResultVariable, TaskSettings } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import type { EarlyVariables } from "./render-early.ts";
import type { Site } from "./site.ts";
import type { VariableLookUp } from "./variable-look-up.ts";

/** What the steps of one play are compiled against. */
export interface StepContext {
  readonly inventory: Inventory;
  readonly roles: Roles;
  readonly extraVars: Readonly<Record<string, SourcedValue>>;
  readonly readFile: (path: string) => YamlFile;
  readonly assets: Assets;
  /** File of the play. */
  readonly file: string;
  /** Variables that are the same for all hosts; the paths of imports may read them. */
  readonly early: EarlyVariables;
  /** The values of variables before the run; for checks. */
  readonly variables: VariableLookUp;
  /** Collects what is wrong. */
  readonly problems: InputProblem[];
  /** The steps that something is wrong with. */
  readonly unsound: Set<CompiledStep>;
  /** The next number in the order of the file, from 0. */
  readonly nextPosition: () => number;
}

/** What plays, imports and blocks hand down to the steps within. */
export interface HandedDown {
  readonly settings: TaskSettings;
  readonly when: readonly Condition[];
  readonly tags: readonly string[];
  /** Of imports, blocks and the task itself; without those that -e overrides. */
  readonly vars: Readonly<Record<string, SourcedValue>>;
  /** The files whose imports led here, outermost first. */
  readonly files: readonly string[];
}

/** Variables that tasks set, by name. */
export type Results = Readonly<Record<string, ResultVariable>>;

/** Compiled steps, and the variables that they set. */
export interface StepList<Step = CompiledStep> {
  readonly steps: readonly Step[];
  readonly results: Results;
}

/** Compiles a list of tasks as written at `site`; what is wrong with it goes to the problems of the context. */
export type CompileList<Step = CompiledStep> = (
  written: unknown,
  site: Site,
  names: KnownNames,
  outer: HandedDown,
  context: StepContext,
) => StepList<Step>;
