import type { InputProblem } from "../errors.ts";
import { conforms } from "../input/check-schema.ts";
import { isMapping } from "../input/mapping.ts";
import { literally, problemAt, type SourceFile } from "./source-file.ts";

const form = 'write schema: { type: "object", additionalProperties: false, properties: { … } }';

/** What is wrong with the `schema` of a role's or module's arguments; `owner` is what has it: `role "motd"`. */
export function schemaProblems(schema: unknown, owner: string, source: SourceFile): InputProblem[] {
  const place = [/\bschema\b/];
  if (!isMapping(schema) || schema.type !== "object" || !isMapping(schema.properties)) {
    return [
      problemAt(source, place, `the schema of ${owner} does not describe a mapping of arguments`, form),
    ];
  }
  const { properties, required = [] } = schema;
  const problems: InputProblem[] = [];
  if (schema.additionalProperties !== false) {
    const hint = "add additionalProperties: false";
    problems.push(
      problemAt(
        source,
        [/\badditionalProperties\b/, ...place],
        `the schema of ${owner} takes any argument`,
        hint,
      ),
    );
  }
  for (const [name, property] of Object.entries(properties)) {
    if (isMapping(property) && typeof property.description === "string" && property.description !== "")
      continue;
    const hint = "add a description, which is its documentation";
    problems.push(
      problemAt(
        source,
        [keyPattern(name), ...place],
        `the argument "${name}" of ${owner} has no description`,
        hint,
      ),
    );
  }
  for (const name of Array.isArray(required) ? required : []) {
    if (Object.hasOwn(properties, String(name))) continue;
    const message = `${owner} requires the argument "${name}", which its schema does not describe`;
    problems.push(problemAt(source, [/\brequired\b/, ...place], message, `add "${name}" to its properties`));
  }
  return problems.length > 0 ? problems : compileProblems(schema, owner, source);
}

/** A schema that cannot be used: an unknown type, a malformed pattern. */
function compileProblems(schema: object, owner: string, source: SourceFile): InputProblem[] {
  try {
    conforms(schema, {});
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const [, quoted = ""] = /: \/?(.+?)\/?:? /.exec(`${reason} `) ?? [];
    const patterns = [...(quoted === "" ? [] : [literally(quoted)]), /\bschema\b/];
    return [
      problemAt(source, patterns, `the schema of ${owner} is no JSON Schema: ${reason}`, "see draft-07"),
    ];
  }
}

/** The key of a mapping in TypeScript. */
export function keyPattern(name: string): RegExp {
  return literally(name, "(?<![\\w$])", `(?=["']?\\s*[:(,])`);
}
