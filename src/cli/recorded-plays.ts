import { isMapping } from "../input/mapping.ts";
import { isSecretName } from "../input/secret-name.ts";
import type { CompiledPlay } from "../playbook/compiled-play.ts";
import { findModule } from "../resources/index.ts";

const hiddenByNoLog = "«hidden by no_log»";
const hidden = "«redacted»";

/** What a task has that `no_log` hides. */
const hiddenKeys: ReadonlySet<string> = new Set(["args", "vars", "loop", "environment"]);

/**
 * Compiled plays as they are kept in a record: without what `no_log` hides, without values that are secret by nature or
 * by their name, and without the lines of the files, which may hold all of these. Secrets that a redactor knows are left
 * to it.
 */
export function recordedPlays(plays: readonly CompiledPlay[]): unknown {
  return plays.map(recorded);
}

function recorded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(recorded);
  if (!isMapping(value)) return value;
  if (isLocation(value)) return { file: value.file, line: value.line, column: value.column };
  const secrets = secretArguments(value);
  const entries = Object.entries(value).map(([key, part]): [string, unknown] => {
    if (value.noLog === true && hiddenKeys.has(key)) return [key, hiddenByNoLog];
    if (key === "args" && isMapping(part)) return [key, recorded(hideValues(part, secrets))];
    return [key, isLiteralSecret(key, part) ? hidden : recorded(part)];
  });
  return Object.fromEntries(entries);
}

function isLocation(value: Readonly<Record<string, unknown>>): boolean {
  return typeof value.file === "string" && typeof value.line === "number" && typeof value.text === "string";
}

/** Arguments of a task that are secret by nature; `secret: true` makes the content of a file one of them. */
function secretArguments({ module, args }: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const own = typeof module === "string" ? (findModule(module)?.secrets ?? []) : [];
  const content = isMapping(args) && args.secret === true ? ["content"] : [];
  return new Set([...own, ...content]);
}

function hideValues(args: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): object {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, names.has(name) ? hidden : value]),
  );
}

/** A template names a secret, and does not hold it; a variable stands in a mapping with its source. */
function isLiteralSecret(name: string, value: unknown): boolean {
  if (!isSecretName(name)) return false;
  const inner = isMapping(value) && "value" in value ? value.value : value;
  return typeof inner === "number" || (typeof inner === "string" && !inner.includes("{{"));
}
