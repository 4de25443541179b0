import { InputError, type InputProblem } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import type { Role } from "../role/role.ts";
import type { Exports } from "./import-file.ts";
import { keyPattern, schemaProblems } from "./schema-problems.ts";
import { problemAt, type SourceFile } from "./source-file.ts";

/** Takes the role out of what a role.ts exports. `folder` is the name that it must have. Throws InputError. */
export function roleOf(exports: Exports, folder: string, source: SourceFile): Role {
  const candidates = "default" in exports ? [exports.default] : Object.values(exports).filter(looksLikeRole);
  const [role] = candidates;
  if (candidates.length !== 1 || !looksLikeRole(role)) {
    const message =
      candidates.length > 1 ? "the file exports more than one role" : "the file exports no role";
    const hint = "write export default defineRole({ name, summary, schema, tasks })";
    throw new InputError(problemAt(source, [/export default/], message, hint));
  }
  const problems = roleProblems(role, folder, source);
  if (problems.length > 0 || !isRole(role)) throw new InputError(problems);
  return role;
}

function roleProblems(
  role: Readonly<Record<string, unknown>>,
  folder: string,
  source: SourceFile,
): InputProblem[] {
  const owner = `role "${folder}"`;
  const problems: InputProblem[] = [];
  const check = (valid: boolean, key: string, message: string, hint: string): void => {
    if (!valid) problems.push(problemAt(source, [keyPattern(key), /defineRole/], message, hint));
  };
  const named = role.name === folder;
  check(named, "name", `the role in roles/${folder}/ calls itself "${role.name}"`, `write name: "${folder}"`);
  check(isText(role.summary), "summary", `${owner} has no summary`, "say in one sentence what it does");
  check(
    typeof role.tasks === "function",
    "tasks",
    `the tasks of ${owner} are no function`,
    "write tasks: ({ args }) => [ … ]",
  );
  check(
    role.handlers === undefined || typeof role.handlers === "function",
    "handlers",
    `the handlers of ${owner} are no function`,
    "write handlers: ({ args }) => [ … ]",
  );
  return [...problems, ...schemaProblems(role.schema, owner, source)];
}

function looksLikeRole(value: unknown): value is Readonly<Record<string, unknown>> {
  return isMapping(value) && "tasks" in value;
}

/** Called when there are no problems. */
function isRole(value: unknown): value is Role {
  return isMapping(value) && typeof value.tasks === "function";
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}
