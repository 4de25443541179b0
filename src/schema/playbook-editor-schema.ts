import { playbookImport, playSchema, promptEntry } from "../playbook/playbook-schema.ts";
import type { Module } from "../resources/module.ts";
import type { Role } from "../role/role.ts";
import { editorKeywords } from "./editor-keywords.ts";
import { draft07, has, type JsonSchema, reference } from "./json-schema.ts";
import { moduleValue } from "./module-value.ts";
import { roleArguments, roleDefinition, roleEntrySchema } from "./role-entries.ts";
import { moduleDefinition, moduleKind, otherKinds, tasksImport } from "./step-kind.ts";
import { stepSchema } from "./step-schema.ts";
import { askedName } from "./variables-schema.ts";

/** The modules and roles that playbooks of a project may name: those of lab and its own. */
export interface Vocabulary {
  readonly modules: readonly Module[];
  readonly roles: readonly Role[];
}

/** The schema of a playbook: a list of plays and of imports of playbooks. */
export function playbookEditorSchema(vocabulary: Vocabulary): JsonSchema {
  return {
    $schema: draft07,
    title: "A playbook of lab",
    type: "array",
    minItems: 1,
    items: { anyOf: [reference("play"), importEntry] },
    definitions: { play: play(), ...definitions(vocabulary) },
  };
}

/** The schema of a file of tasks, for `import_tasks`. */
export function tasksEditorSchema(vocabulary: Vocabulary): JsonSchema {
  return {
    $schema: draft07,
    title: "Tasks of a playbook of lab",
    allOf: [reference("tasks")],
    definitions: definitions(vocabulary),
  };
}

const prompt: JsonSchema = {
  ...promptEntry,
  properties: {
    ...promptEntry.properties,
    name: { ...promptEntry.properties.name, ...askedName },
  },
};

const entries = (list: JsonSchema, items: JsonSchema): JsonSchema => ({ ...list, items });

const importEntry: JsonSchema = {
  ...playbookImport,
  properties: {
    ...playbookImport.properties,
    vars_prompt: entries(playbookImport.properties.vars_prompt, prompt),
  },
};

function play(): JsonSchema {
  const { properties } = playSchema;
  return {
    ...playSchema,
    title: "a play",
    properties: {
      ...editorKeywords(properties),
      vars_prompt: entries(properties.vars_prompt, prompt),
      pre_tasks: entries(properties.pre_tasks, reference("step")),
      roles: entries(properties.roles, reference("roleEntry")),
      tasks: entries(properties.tasks, reference("step")),
      post_tasks: entries(properties.post_tasks, reference("step")),
      handlers: entries(properties.handlers, reference("handler")),
    },
  };
}

function definitions({ modules, roles }: Vocabulary): JsonSchema {
  const others = otherKinds(roles);
  return {
    step: stepSchema(moduleKind(modules, "task"), others),
    tasks: { type: ["array", "null"], items: reference("step") },
    handler: handler(modules),
    roleEntry: roleEntrySchema(roles),
    ...Object.fromEntries(roles.map((role) => [roleDefinition(role), roleArguments(role)])),
    ...Object.fromEntries(modules.map((module) => [moduleDefinition(module), moduleValue(module)])),
  };
}

/** Tasks notify a handler by its name, or by what it listens to. */
function handler(modules: readonly Module[]): JsonSchema {
  const named = ["name", "listen", ...Object.keys(tasksImport.keys)].map(has);
  return { allOf: [stepSchema(moduleKind(modules, "handler"), [tasksImport]), { anyOf: named }] };
}
