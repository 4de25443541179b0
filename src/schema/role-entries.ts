import { conforms } from "../input/check-schema.ts";
import { roleEntry } from "../playbook/playbook-schema.ts";
import type { Role } from "../role/role.ts";
import { argumentsSchema } from "./arguments-schema.ts";
import { roleRule } from "./command-rules.ts";
import { editorKeywords } from "./editor-keywords.ts";
import { ifThen, type JsonSchema, reference } from "./json-schema.ts";

/** The name under which the schema of a role's arguments is defined. */
export function roleDefinition(role: Role): string {
  return `role.${role.name}`;
}

/** The arguments of a role: what stands under `args` of its entry. */
export function roleArguments(role: Role): JsonSchema {
  return { title: role.name, description: role.summary, ...argumentsSchema({ ...role.schema }) };
}

/** An entry of a play's `roles`: a name, or a mapping with the arguments of that role. */
export function roleEntrySchema(roles: readonly Role[]): JsonSchema {
  const { description } = roleEntry.properties.role;
  return {
    anyOf: [
      names(roles.filter(canStandAlone), "A role."),
      {
        ...roleEntry,
        properties: { ...editorKeywords(roleEntry.properties), role: names(roles, description) },
        allOf: [...roles.map((role) => argumentsFollow("role", role)), roleRule],
      },
    ],
  };
}

/** What stands under `include_role`: a name, or a mapping with the arguments of that role. */
export function roleReference(roles: readonly Role[], description: string): JsonSchema {
  return {
    description,
    anyOf: [
      names(roles.filter(canStandAlone), description),
      {
        type: "object",
        required: ["name"],
        additionalProperties: false,
        properties: {
          name: names(roles, "The role's name."),
          args: { type: "object", description: "The role's arguments." },
        },
        allOf: roles.map((role) => argumentsFollow("name", role)),
      },
    ],
  };
}

function names(roles: readonly Role[], description: string): JsonSchema {
  return {
    description,
    enum: roles.map(({ name }) => name),
    enumDescriptions: roles.map(({ summary }) => summary),
  };
}

function argumentsFollow(key: string, role: Role): JsonSchema {
  return ifThen(
    { required: [key], properties: { [key]: { const: role.name } } },
    {
      ...(canStandAlone(role) ? {} : { required: ["args"] }),
      properties: { args: reference(roleDefinition(role)) },
    },
  );
}

/** Whether the role needs no arguments. */
function canStandAlone(role: Role): boolean {
  return conforms(role.schema, {});
}
