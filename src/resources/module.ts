import type { XStatic } from "typebox/schema";
import { isMapping } from "../input/mapping.ts";
import type { Content } from "./change.ts";
import { refuseUnsendable } from "./refuse-unsendable.ts";
import type { Resource } from "./resource.ts";
import type { RunAs } from "./run-as.ts";

/** A JSON Schema (draft-07 subset that ajv and editors share), written as a literal; types derive from it. */
export interface ArgumentSchema {
  readonly type: "object";
  /** True where the keys are the user's own (set_fact); every other key is a mistake. */
  readonly additionalProperties: boolean;
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, PropertySchema>>;
}

/** The schema of one argument. Everything has a description: it is the documentation. */
export type PropertySchema = Readonly<Record<string, unknown>> & { readonly description: string };

/** What a module may ask of the control machine while it builds a resource. Synchronous: files were read at validation. */
export interface BuildContext {
  /** A file given as `src`; searched as documented in docs/files.md. Throws InputError when it does not exist. */
  file(src: string): Content;
  /** Renders a template file with the task's variables and `vars`. Throws InputError on a missing value. */
  template(src: string, vars?: Readonly<Record<string, unknown>>): string;
  /** Of the task; heeded by modules that run a command, which merge it below their own `environment`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Heeded likewise. */
  readonly runAs: RunAs;
}

/** A kind of resource: its arguments, its documentation, and how it becomes a Resource. Also a YAML task of that name. */
export interface Module<Arguments = unknown> {
  readonly name: string;
  /** Other names by which a playbook may call it: `apt` for `package`. */
  readonly aliases?: readonly string[];
  /** One sentence. */
  readonly summary: string;
  readonly schema: ArgumentSchema;
  /** The argument that a bare string stands for: `command: reboot`. */
  readonly freeForm?: string;
  /** Arguments of which at least one, or exactly one, must be given are said by the schema (`anyOf`, `oneOf` in `extra`). */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Names of arguments that are local files or templates, so that they are found and read before the run. */
  readonly files?: Readonly<Record<string, "file" | "template">>;
  /** Arguments whose values are secret by nature (a password hash). */
  readonly secrets?: readonly string[];
  /** Arguments that hold expressions, evaluated by the engine (assert). */
  readonly expressions?: readonly string[];
  /** What its registered result has beside the fields that all results have. */
  readonly returns?: Readonly<Record<string, PropertySchema>>;
  /** Arguments that travel as bytes, and so may hold NUL. */
  readonly asBytes?: readonly string[];
  /** Nothing of its arguments is sent to a host (debug, set_fact), so they may hold any character. */
  readonly staysHere?: true;
  /** It runs a command of the user's, and so takes `become_user`, `async` and `check_mode: false`. */
  readonly runsCommand?: true;
  /** It looks, says or checks something, and is never a change (debug, assert, stat). */
  readonly changesNothing?: true;
  /** An example task, in YAML. */
  readonly example: string;
  build(args: Arguments, context: BuildContext): Resource;
}

/** Defines a module; the type of `args` follows from `schema`. It refuses texts that cannot reach a host as they are. */
export function defineModule<const Schema extends ArgumentSchema>(
  definition: Omit<Module<XStatic<Schema>>, "schema"> & { readonly schema: Schema },
): Module<XStatic<Schema>>;
export function defineModule(definition: Module): Module {
  const { asBytes, staysHere } = definition;
  if (staysHere) return definition;
  return {
    ...definition,
    build(args, context) {
      if (isMapping(args)) refuseUnsendable(args, asBytes);
      refuseUnsendable({ environment: context.environment });
      return definition.build(args, context);
    },
  };
}
