import { InputError, type InputProblem } from "../errors.ts";
import type { Inventory, SourcedValue } from "../inventory/inventory.ts";
import { loadInventory } from "../inventory/load-inventory.ts";
import { compilePlaybook } from "../playbook/compile-playbook.ts";
import type { CompiledPlay, CompiledPlaybook } from "../playbook/compiled-play.ts";
import type { HostPlayContext } from "../playbook/host-play.ts";
import { InvalidPlaybook } from "../playbook/invalid-playbook.ts";
import { leftOutResults } from "../playbook/left-out-results.ts";
import { playProblems } from "../playbook/play-problems.ts";
import type { RoleCatalogue } from "../role/role-catalogue.ts";
import type { ProjectSecrets } from "../vault/project-secrets.ts";
import { type AnswerPrompts, type Answers, answerWithDefaults } from "./answer-prompts.ts";
import { withBecomeUser } from "./become-user.ts";
import { commandSecrets, type VaultKeyFlags } from "./command-secrets.ts";
import { extraVars } from "./extra-vars.ts";
import { limitPattern, limitProblems, type NamedHosts } from "./limit.ts";
import { type NewNode, newNodeOf, takesNewNodes } from "./new-node.ts";
import { knownRoles } from "./own-parts.ts";
import { PlaybookFiles } from "./playbook-files.ts";
import { findInventory, findPlaybook } from "./project.ts";
import { TagsInUse } from "./tags-in-use.ts";

/** The flags that decide what a run is about. */
export interface RunFlags extends VaultKeyFlags {
  readonly inventory?: string;
  readonly limit?: string;
  readonly extraVars: readonly string[];
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
  /** Whom commands run as where the playbook names nobody; root where not given. */
  readonly becomeUser?: string;
  /** Folder of the playbooks that are called by name. */
  readonly playbooks?: string;
  /** A secret that others can read is a mistake, and not only a warning. */
  readonly strict?: boolean;
}

/** What all playbooks of one command share. */
export interface RunInputs {
  readonly flags: RunFlags;
  readonly inventory: Inventory;
  readonly roles: RoleCatalogue;
  /** Host pattern of --limit; null for all hosts. */
  readonly limit: string | null;
  readonly extraVars: Readonly<Record<string, SourcedValue>>;
  /** A node that is in `inventory`, and not in clusters.json yet. */
  readonly newNode: NewNode | null;
  readonly secrets: ProjectSecrets;
}

/** A run that is known to be valid; nothing was contacted. */
export interface PreparedRun {
  readonly playbook: string;
  readonly plays: readonly CompiledPlay[];
  /** What makes the plays of a host. */
  readonly context: HostPlayContext;
  /** Names of the variables that -e gives. */
  readonly extraVars: readonly string[];
  /** A node that is to be added to clusters.json once the run has succeeded. */
  readonly newNode: NewNode | null;
}

/** A run that can begin. */
export interface ReadyRun extends PreparedRun {
  /** Of the inventory, and of the files that hold secrets. */
  readonly warnings: readonly InputProblem[];
}

/**
 * Reads what does not depend on a playbook; `playbook` is the one whose last run --limit is about, where there is one.
 * Throws InputError with every mistake.
 */
export async function readRunInputs(
  flags: RunFlags,
  secrets = commandSecrets(flags, false),
  playbook: () => string | null = () => null,
): Promise<RunInputs> {
  const problems: InputProblem[] = [];
  const roles = await attempt(problems, () => knownRoles("."));
  const takesNodes = await wantsNewNodes(playbook, secrets);
  const vars = await attempt(problems, () =>
    secrets.read(() => extraVars(flags.extraVars, secrets, takesNodes ? ["node", "cluster"] : ["node"])),
  );
  const path = await attempt(problems, () => findInventory(flags.inventory));
  const read = (edit: NewNode["edit"] | null = null) =>
    attempt(problems, () =>
      path === undefined ? undefined : secrets.read(() => loadInventory(path, secrets, edit)),
    );
  const declared = await read();
  const newNode = await attempt(problems, () =>
    takesNodes && vars && declared ? newNodeOf(vars, declared) : null,
  );
  const inventory = newNode ? await read(newNode.edit) : declared;
  const limit = await attempt(problems, async () =>
    flags.limit === undefined || !inventory
      ? null
      : limitPattern(flags.limit, inventory, await namedHosts(flags.limit, playbook)),
  );
  if (!roles || !vars || !inventory || limit === undefined || newNode === undefined)
    throw new InputError(problems);
  // The variable `cluster` is the cluster itself, on each host its own.
  const { cluster: _, ...extra } = vars;
  return { flags, inventory, roles, limit, extraVars: extra, newNode, secrets };
}

/** A playbook that cannot be read takes in none; what is wrong with it is told when it is compiled. */
async function wantsNewNodes(playbook: () => string | null, secrets: ProjectSecrets): Promise<boolean> {
  try {
    const path = playbook();
    if (path === null) return false;
    return takesNewNodes(await secrets.read(() => new PlaybookFiles(secrets).readFile(path)));
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** What reads the records of runs is loaded only for a --limit that is about them. */
async function namedHosts(limit: string, playbook: () => string | null): Promise<NamedHosts | undefined> {
  if (!limit.startsWith("@")) return undefined;
  return (await import("./limit-to-outcome.ts")).hostsOfRuns(playbook);
}

/**
 * Reads and checks everything that a run of a playbook needs; its prompts are answered by `answer`. Where nothing is to
 * be run, `isStructureEnough`: secrets that are not to be had stay closed.
 * Throws InputError with every mistake that can be found without a host.
 */
export async function prepareRun(
  name: string,
  flags: RunFlags,
  answer: AnswerPrompts = answerWithDefaults,
  isStructureEnough = false,
): Promise<ReadyRun> {
  const secrets = commandSecrets(flags, isStructureEnough);
  const playbook = () => findPlaybook(name, flags.playbooks);
  const run = await preparePlaybook(name, await readRunInputs(flags, secrets, playbook), answer);
  const exposures = secrets.exposures();
  if (flags.strict && exposures.length > 0) throw new InputError(exposures);
  return { ...run, warnings: [...run.context.inventory.warnings, ...secrets.warnings(), ...exposures] };
}

/** `prepareRun` for one of several playbooks. */
export async function preparePlaybook(
  name: string,
  inputs: RunInputs,
  answer: AnswerPrompts,
): Promise<PreparedRun> {
  const { inventory, roles, flags } = inputs;
  const files = new PlaybookFiles(inputs.secrets);
  const { assetsOf } = files;
  const contextFor = ({ isSelected }: TagsInUse) => ({ inventory, roles, assetsOf, isSelected });
  const { playbook, plays } = await compileRun(name, inputs, answer, files).catch((error: unknown) => {
    if (!(error instanceof InvalidPlaybook)) throw error;
    const context = contextFor(new TagsInUse(error.sound, flags));
    const further = error.sound.flatMap((play) => playProblems(play, context));
    throw new InputError([...error.problems, ...further]);
  });
  const tags = new TagsInUse(plays, flags);
  const context = contextFor(tags);
  const problems = [
    ...(flags.limit === undefined ? [] : limitProblems(flags.limit, plays)),
    ...plays.flatMap((play) => playProblems(play, context)),
    ...leftOutResults(plays, context),
    ...tags.problems(),
  ];
  if (problems.length > 0) throw new InputError(problems);
  const { extraVars: vars, newNode } = inputs;
  return { playbook, plays, context, extraVars: Object.keys(vars), newNode };
}

/** A playbook as it is compiled. */
export interface CompiledRun {
  readonly playbook: string;
  readonly plays: readonly CompiledPlay[];
}

/**
 * Compiles a playbook, and again where its prompts got answers. Throws InvalidPlaybook with all that concerns no single
 * host, and InputError.
 */
export async function compileRun(
  name: string,
  { flags, secrets, ...inputs }: RunInputs,
  answer: AnswerPrompts,
  { readFile, assetsOf } = new PlaybookFiles(secrets),
): Promise<CompiledRun> {
  const playbook = findPlaybook(name, flags.playbooks);
  const compileWith = (answers: Answers): Promise<CompiledPlaybook> =>
    inputs.roles.settle(() =>
      secrets.read(() => compilePlaybook(readFile(playbook), { ...inputs, readFile, assetsOf, answers })),
    );
  const compiled = await compileWith(new Map());
  const answers = compiled.prompts.length > 0 ? await answer(compiled.prompts) : new Map();
  const { plays } = answers.size > 0 ? await compileWith(answers) : compiled;
  const { becomeUser } = flags;
  const own = becomeUser === undefined ? plays : plays.map((play) => withBecomeUser(play, becomeUser));
  return { playbook, plays: own };
}

async function attempt<T>(problems: InputProblem[], action: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
