import type { Role } from "../role/role.ts";
import { clustersEditorSchema } from "./clusters-editor-schema.ts";
import { draft07, type JsonSchema } from "./json-schema.ts";
import { playbookEditorSchema, tasksEditorSchema, type Vocabulary } from "./playbook-editor-schema.ts";
import { roleArguments } from "./role-entries.ts";
import { variablesFileSchema } from "./variables-schema.ts";

/** A schema for editors, and the files of a project that it is for. */
export interface EditorSchema {
  /** By which `lab schema` prints it. */
  readonly name: string;
  /** What it is for, as part of a sentence. */
  readonly subject: string;
  /** Globs, from the root of the project. */
  readonly files: readonly string[];
  readonly schema: JsonSchema;
}

/** Every schema that lab has for editors. `labFile` is that of lab.yaml. Cost: some milliseconds. */
export function editorSchemas(vocabulary: Vocabulary, labFile: JsonSchema): EditorSchema[] {
  return [
    {
      name: "playbook",
      subject: "playbooks",
      files: ["playbooks/*.yaml", "playbooks/*.yml", "*.playbook.yaml"],
      schema: playbookEditorSchema(vocabulary),
    },
    {
      name: "tasks",
      subject: "files of tasks, for import_tasks",
      files: ["playbooks/tasks/*.yaml", "tasks/*.yaml"],
      schema: tasksEditorSchema(vocabulary),
    },
    {
      name: "clusters",
      subject: "the inventory, clusters.json",
      files: ["clusters.json", "clusters.yaml", "inventory/**/clusters.json", "inventory/**/clusters.yaml"],
      schema: clustersEditorSchema(),
    },
    {
      name: "lab",
      subject: "lab.yaml",
      files: ["lab.yaml"],
      schema: { $schema: draft07, ...labFile },
    },
    {
      name: "vars",
      subject: "files of variables",
      files: ["**/group_vars/**", "**/host_vars/**", "**/vars/*.yaml"],
      schema: variablesFileSchema,
    },
    {
      name: "roles",
      subject: "the arguments of all roles, by the names of the roles",
      files: [],
      schema: rolesSchema(vocabulary.roles),
    },
  ];
}

/** The schema of one role's arguments. */
export function roleSchema(role: Role): JsonSchema {
  return { $schema: draft07, ...roleArguments(role), title: `Arguments of the role ${role.name}` };
}

function rolesSchema(roles: readonly Role[]): JsonSchema {
  return {
    $schema: draft07,
    title: "Arguments of roles of lab",
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(roles.map((role) => [role.name, roleArguments(role)])),
  };
}
