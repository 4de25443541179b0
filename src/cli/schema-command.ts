import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { exitCode, InputError } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import { type EditorSchema, editorSchemas, roleSchema } from "../schema/editor-schemas.ts";
import { editorSettings } from "../schema/editor-settings.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import type { Vocabulary } from "../schema/playbook-editor-schema.ts";
import { labFileSchema } from "./lab-file.ts";

/** What `lab schema` is asked for. */
export interface SchemaOptions {
  /** Modules and roles of lab and of the project. */
  readonly vocabulary: Vocabulary;
  /** Of the role, where the name of the schema is "role". */
  readonly role?: string;
  /** Folder to write all schemas to. */
  readonly write?: string;
}

/**
 * `lab schema NAME` prints a JSON Schema, `lab schema --write FOLDER` writes all of them and prints the settings of the
 * editor; without both it prints that of playbooks. Returns the exit code. Throws InputError for an unknown name and a folder that cannot be written to.
 */
export function schemaCommand(
  name: string | undefined,
  options: SchemaOptions,
  write: (text: string) => void,
): number {
  const schemas = editorSchemas(options.vocabulary, labFileSchema);
  if (options.role !== undefined && name !== "role") {
    const hint = `write: lab schema ${name}, or lab schema role ${options.role}`;
    throw new InputError({ message: `the schema "${name}" is of no role`, hint });
  }
  if (name === undefined && options.write !== undefined) write(writeAll(schemas, options.write));
  else if (options.write === undefined) write(print(schemaOf(name ?? "playbook", schemas, options)));
  else throw new InputError({ message: "--write writes all schemas", hint: "leave the name out" });
  return exitCode.ok;
}

function schemaOf(name: string, schemas: readonly EditorSchema[], options: SchemaOptions): JsonSchema {
  if (name === "role") return schemaOfRole(options);
  const found = schemas.find((schema) => schema.name === name);
  if (found) return found.schema;
  const names = [...schemas.map((schema) => schema.name), "role"];
  throw new InputError({
    message: `there is no schema "${name}"`,
    hint: suggestion(name, names) || `there are ${names.join(", ")}`,
  });
}

function schemaOfRole({ role: name, vocabulary: { roles } }: SchemaOptions): JsonSchema {
  if (name === undefined) {
    throw new InputError({ message: "the schema of which role?", hint: "write: lab schema role NAME" });
  }
  const role = roles.find((candidate) => candidate.name === name);
  if (role) return roleSchema(role);
  throw new InputError({
    message: `there is no role "${name}"`,
    hint: suggestion(
      name,
      roles.map((candidate) => candidate.name),
    ),
  });
}

/** Writes NAME.json for each schema, and says what to do with them. */
function writeAll(schemas: readonly EditorSchema[], folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    for (const { name, schema } of schemas) writeFileSync(join(folder, `${name}.json`), print(schema));
  } catch (error) {
    throw new InputError({
      message: `cannot write to ${folder}: ${error instanceof Error ? error.message : error}`,
      hint: "name another folder",
    });
  }
  const seen = relative(process.cwd(), folder) || ".";
  return `wrote ${schemas.length} schemas to ${seen}; put this into .vscode/settings.json:\n${editorSettings(schemas, seen)}`;
}

function print(schema: JsonSchema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
