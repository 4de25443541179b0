import {
  blockKeywords,
  handlerKeywords,
  importKeywords,
  metaKeywords,
  taskKeywords,
} from "../playbook/playbook-schema.ts";
import type { Module } from "../resources/module.ts";
import type { Role } from "../role/role.ts";
import { roleRule, taskRules } from "./command-rules.ts";
import { editorKeywords } from "./editor-keywords.ts";
import { type JsonSchema, reference } from "./json-schema.ts";
import { roleReference } from "./role-entries.ts";

/** What an entry of a list of tasks can be: a module's task, a block, an import, an order to lab. */
export interface StepKind {
  /** The keys of which one makes an entry this kind, each with what stands under it. */
  readonly keys: Readonly<Record<string, JsonSchema>>;
  /** The words that may stand beside. */
  readonly keywords: Readonly<Record<string, JsonSchema>>;
  /** What else must hold. */
  readonly rules?: readonly JsonSchema[];
}

/** The name under which the schema of a module's value is defined. */
export function moduleDefinition(module: Module): string {
  return `module.${module.name}`;
}

/** A task or handler: a module under any of its names. */
export function moduleKind(modules: readonly Module[], of: "task" | "handler"): StepKind {
  const keys = modules.flatMap((module) =>
    [module.name, ...(module.aliases ?? [])].map((name) => [name, reference(moduleDefinition(module))]),
  );
  return {
    keys: Object.fromEntries(keys),
    keywords: editorKeywords(of === "task" ? taskKeywords : handlerKeywords),
    rules: taskRules(modules),
  };
}

const { import_tasks, include_tasks, import_role, include_role, ...aroundImport } = importKeywords;

/** An entry in whose place the tasks of another file stand. */
export const tasksImport: StepKind = {
  keys: { import_tasks, include_tasks },
  keywords: editorKeywords(aroundImport),
};

/** What a list of tasks may hold beside tasks. */
export function otherKinds(roles: readonly Role[]): StepKind[] {
  const tasks = reference("tasks");
  const { block, rescue, always, ...aroundBlock } = blockKeywords;
  const { meta, ...aroundMeta } = metaKeywords;
  return [
    {
      keys: { block: withEntries(block, tasks) },
      keywords: {
        ...editorKeywords(aroundBlock),
        rescue: withEntries(rescue, tasks),
        always: withEntries(always, tasks),
      },
    },
    tasksImport,
    {
      keys: {
        include_role: roleReference(roles, include_role.description),
        import_role: roleReference(roles, import_role.description),
      },
      keywords: editorKeywords(aroundImport),
      rules: [roleRule],
    },
    { keys: { meta }, keywords: editorKeywords(aroundMeta) },
  ];
}

/** A list with what its entries are; the description of the list is kept. */
function withEntries(list: JsonSchema, entries: JsonSchema): JsonSchema {
  return { ...list, allOf: [entries] };
}
