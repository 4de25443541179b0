import { readFileSync } from "node:fs";
import { InputError, type InputProblem, type Location } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import { parseBytes } from "../input/parse-bytes.ts";
import { isSecretName } from "../input/secret-name.ts";
import { noSecrets, type SecretSource } from "../input/secret-source.ts";
import { parseYamlFile, type YamlFile } from "../input/yaml-file.ts";
import type { SourcedValue } from "../inventory/inventory.ts";
import { variableNameProblem } from "../inventory/reserved-variables.ts";
import { sourcedValue } from "../inventory/sourced-value.ts";

type Variables = Record<string, SourcedValue>;

/**
 * Variables of the flags -e: `name=value`, a JSON or YAML mapping, or `@file`. Later ones win. Of the names that lab has for
 * its own those in `allowed` may be given. Throws InputError.
 */
export function extraVars(
  flags: readonly string[],
  secrets: SecretSource = noSecrets,
  allowed: readonly string[] = ["node"],
): Variables {
  const problems: InputProblem[] = [];
  const variables: Variables = {};
  for (const flag of flags) {
    try {
      Object.assign(variables, varsOf(flag, secrets));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  problems.push(
    ...Object.entries(variables).flatMap(([name, { location }]) => nameProblem(name, location, allowed)),
  );
  if (problems.length > 0) throw new InputError(problems);
  return variables;
}

/** The name `node` may be given: `lab play join-worker -e node=worker3` is about that host. */
function nameProblem(name: string, location: Location, allowed: readonly string[]): InputProblem[] {
  const problem = allowed.includes(name) ? null : variableNameProblem(name);
  return problem ? [{ ...problem, location }] : [];
}

function varsOf(flag: string, secrets: SecretSource): Variables {
  if (flag.startsWith("@")) return mappingOf(read(flag, secrets), flag);
  if (flag.trimStart().startsWith("{")) return mappingOf(parseYamlFile("-e", flag, { secrets }), flag);
  const [, name = "", value = ""] = /^([^\s=]+)=(.*)$/s.exec(flag) ?? [];
  if (name === "") {
    throw new InputError({
      message: "this is not a variable",
      location: locationOf(flag, flag.length),
      hint: "write -e name=value, -e '{\"name\": 1}' or -e @file.yaml",
    });
  }
  const shown = isSecretName(name) ? `${name}=***` : flag;
  if (unquoted(value) === value && /\s[A-Za-z_]\w*=/.test(value)) {
    throw new InputError({
      message: `there is more than one variable in this flag, or a text that looks like it`,
      location: locationOf(shown, shown.length),
      hint: 'give -e once for each variable; a text with an equals sign goes into a mapping: -e \'{"name": "a b=c"}\'',
    });
  }
  return { [name]: { value: unquoted(value), location: locationOf(shown, name.length), shadows: [] } };
}

/** Quotes around the whole value are not a part of it, as in Ansible: -e 'name="a b"'. */
function unquoted(value: string): string {
  const [, quote, within] = /^(["'])(.*)\1$/s.exec(value) ?? [];
  return quote === undefined || within?.includes(quote) ? value : (within ?? value);
}

function locationOf(text: string, length: number): Location {
  return { file: "-e", line: 1, column: 1, length: Math.max(1, length), text };
}

function read(flag: string, secrets: SecretSource): YamlFile {
  const path = flag.slice(1);
  try {
    return parseBytes(path, readFileSync(path), secrets);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const location = locationOf(flag, flag.length);
    throw new InputError({ message: `the file "${path}" cannot be read`, location, hint: "check its path" });
  }
}

function mappingOf(source: YamlFile, flag: string): Variables {
  // What is encrypted is empty until it is opened.
  if (source.data === null && source.secrets.length > 0) return {};
  if (!isMapping(source.data)) {
    const message = "variables are given as a mapping";
    throw new InputError({
      message,
      location: source.locate([]),
      hint: `write ${flag.startsWith("@") ? "name: value" : '{"name": "value"}'}`,
    });
  }
  return Object.fromEntries(
    Object.entries(source.data).map(([name, value]) => [name, sourcedValue(source, [name], value)]),
  );
}
