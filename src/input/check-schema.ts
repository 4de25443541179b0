import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { XStatic } from "typebox/schema";
import type { InputProblem, Location } from "../errors.ts";
import { isSecretName } from "./secret-name.ts";
import { nearest, suggestion } from "./suggest.ts";
import type { DataPath, YamlFile } from "./yaml-file.ts";

let ajv: Ajv | undefined;
const compiled = new WeakMap<object, ValidateFunction>();

const reporting = { allErrors: true, verbose: true, logger: false } as const;
/** The schemas are our own and checked by tests; compiling the schema of schemas at each start would cost 20 ms. */
const trusting = { strict: false, meta: false, validateSchema: false } as const;

function validatorOf(schema: object): ValidateFunction {
  let validate = compiled.get(schema);
  if (!validate) {
    ajv ??= new Ajv({ ...reporting, ...trusting });
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  return validate;
}

/** Whether a value is of the form that a schema describes. */
export function conforms<const Schema extends object>(
  schema: Schema,
  value: unknown,
): value is XStatic<Schema> {
  return validatorOf(schema)(value);
}

/**
 * Checks `value`, which stands at `base` in `source`, against a JSON Schema (draft-07).
 * Returns every problem, each at the place of the offending key or value. Cost: compiles a schema once per process.
 */
export function checkSchema(
  schema: object,
  value: unknown,
  source: YamlFile,
  base: DataPath,
  /** What the value is, for messages: `module "copy"`. */
  what: string,
  /** Values whose form cannot be judged yet, because they are templates. */
  isPending: (value: unknown) => boolean = () => false,
): InputProblem[] {
  const validate = validatorOf(schema);
  if (validate(value)) return [];
  const errors = (validate.errors ?? []).filter((error) => !isPending(error.data));
  return relevant(errors).map((error) => problemOf(error, source, base, what));
}

/**
 * Of alternatives (anyOf, oneOf), keeps either what is wrong within the one of the right type (a bad entry in a list
 * that may be a list), or the error that sums them up.
 */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  const summaries = errors.filter((error) => error.keyword === "anyOf" || error.keyword === "oneOf");
  const kept = errors.filter(
    (error) =>
      error.keyword !== "if" &&
      error.keyword !== "propertyNames" &&
      summaries.every((summary) => {
        const branch = fittingBranch(summary);
        if (error === summary) return branch === -1;
        const isWithin = error.schemaPath.startsWith(`${summary.schemaPath}/`);
        return !isWithin || error.schemaPath.startsWith(`${summary.schemaPath}/${branch}/`);
      }),
  );
  const seen = new Set<string>();
  return kept
    .filter((error) => !isMistyped(error, kept) && !isOfWrongType(error, kept))
    .filter((error) => {
      const id = JSON.stringify([error.instancePath, error.keyword, error.propertyName, error.params]);
      return !seen.has(id) && seen.add(id);
    });
}

/** The alternative that asks for the type that the value has; -1 where none does, or all of them do. */
function fittingBranch({ schema, data }: ErrorObject): number {
  const types = (schema as readonly { readonly type?: string }[]).map(({ type }) => type);
  if (new Set(types).size < types.length) return -1;
  return types.indexOf(jsonType(data));
}

function jsonType(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** A key that is missing because it stands there mistyped, which is said already. */
function isMistyped(missing: ErrorObject, errors: readonly ErrorObject[]): boolean {
  if (missing.keyword !== "required") return false;
  return errors.some(
    ({ keyword, instancePath, params, parentSchema }) =>
      keyword === "additionalProperties" &&
      instancePath === missing.instancePath &&
      nearest(String(params.additionalProperty), propertiesOf(parentSchema)) ===
        missing.params.missingProperty,
  );
}

/** What is of the wrong type cannot be one of the allowed values either. */
function isOfWrongType(
  { keyword, parentSchema, instancePath }: ErrorObject,
  errors: readonly ErrorObject[],
): boolean {
  if (keyword !== "enum" && keyword !== "const") return false;
  return errors.some(
    (other) =>
      other.keyword === "type" && other.parentSchema === parentSchema && other.instancePath === instancePath,
  );
}

function propertiesOf(schema: ErrorObject["parentSchema"]): string[] {
  return Object.keys((schema?.properties ?? {}) as object);
}

/** A mapping as a whole is shown by its key. */
function locateWhole(source: YamlFile, path: DataPath): Location {
  return typeof path.at(-1) === "string" ? source.locateKey(path) : source.locate(path);
}

function problemOf(error: ErrorObject, source: YamlFile, base: DataPath, what: string): InputProblem {
  const inner = error.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const path = [...base, ...inner];
  const name = inner.length > 0 ? `"${inner.join(".")}"` : what;
  return explain(error, source, path, name);
}

function explain(error: ErrorObject, source: YamlFile, path: DataPath, name: string): InputProblem {
  const found = isSecretName(String(path.at(-1))) ? kindOf(error.data) : describe(error.data);
  if (error.propertyName !== undefined) {
    const key = error.propertyName;
    return {
      message: `the key "${key}" in ${name} ${reason(error)}`,
      location: source.locateKey([...path, key]),
    };
  }
  switch (error.keyword) {
    case "additionalProperties": {
      const key = String(error.params.additionalProperty);
      const known = propertiesOf(error.parentSchema);
      return {
        message: `unknown key "${key}" in ${name}`,
        location: source.locateKey([...path, key]),
        hint: suggestion(key, known),
      };
    }
    case "required":
      return {
        message: `${name} lacks "${String(error.params.missingProperty)}"`,
        location: locateWhole(source, path),
      };
    case "type":
      return {
        message: `${name} must be ${article(error.params.type)}, not ${found}`,
        location: source.locate(path),
        hint: unquoted(error) || (ownMessage(error) ?? ""),
      };
    case "enum": {
      const allowed = (error.params.allowedValues as unknown[]).map(String);
      const near = typeof error.data === "string" ? nearest(error.data, allowed) : null;
      return {
        message: `${name} must be one of ${allowed.join(", ")}, not ${found}`,
        location: source.locate(path),
        hint: near === null ? "" : `did you mean "${near}"?`,
      };
    }
    case "const": {
      const wanted = `must be ${JSON.stringify(error.params.allowedValue)}, not ${found}`;
      return { message: `${name} ${ownMessage(error) ?? wanted}`, location: source.locate(path) };
    }
    case "anyOf":
    case "oneOf":
      return alternatives(error, source, path, name, found);
    default:
      return { message: `${name} ${reason(error)}`, location: source.locate(path), hint: unquoted(error) };
  }
}

/** Who puts a number or a switch in quotes has written a text. */
function unquoted({ data, schema, parentSchema, keyword }: ErrorObject): string {
  const types = [keyword === "type" ? schema : parentSchema?.type].flat();
  const isNumber = types.includes("number") || types.includes("integer");
  const isMeant =
    typeof data === "string" &&
    ((isNumber && /^-?\d+(\.\d+)?$/.test(data)) ||
      (types.includes("boolean") && /^(true|false)$/.test(data)));
  return isMeant ? `write it without quotes: ${data}` : "";
}

function ownMessage(error: ErrorObject): string | null {
  const said: unknown = error.parentSchema?.errorMessage;
  return typeof said === "string" ? said : null;
}

/** What the schema's own `errorMessage` says, else the validator. */
function reason(error: ErrorObject): string {
  const own = ownMessage(error);
  if (own !== null) return own;
  switch (error.keyword) {
    case "minimum":
      return `must be at least ${error.params.limit}, not ${describe(error.data)}`;
    case "maximum":
      return `must be at most ${error.params.limit}, not ${describe(error.data)}`;
    case "minLength":
    case "minItems":
    case "minProperties":
      return error.params.limit === 1 ? "must not be empty" : (error.message ?? "is too short");
    default:
      return error.message ?? "is not valid";
  }
}

/** "x must be a string or a list", or "x needs one of: src, content". */
function alternatives(
  error: ErrorObject,
  source: YamlFile,
  path: DataPath,
  name: string,
  found: string,
): InputProblem {
  const branches = error.schema as readonly { required?: string[]; type?: string }[];
  const needed = branches.map((branch) => branch.required?.join(" and "));
  if (needed.every((keys) => keys !== undefined)) {
    const exactly = error.keyword === "oneOf" ? "exactly one of" : "one of";
    const message = `${name} needs ${exactly}: ${needed.join(", ")}`;
    return { message, location: locateWhole(source, path) };
  }
  const own = ownMessage(error);
  // What stands beside a pattern is about the pattern.
  if (own !== null && error.parentSchema?.pattern === undefined)
    return { message: `${name} ${own}`, location: source.locate(path) };
  const types = branches.map((branch) => branch.type).filter((type) => type !== undefined);
  const expected = types.length > 0 ? types.map(article).join(" or ") : "of another form";
  return { message: `${name} must be ${expected}, not ${found}`, location: source.locate(path) };
}

function article(type: unknown): string {
  const names: Record<string, string> = {
    string: "a string",
    integer: "a whole number",
    number: "a number",
    boolean: "true or false",
    array: "a list",
    object: "a mapping",
    null: "empty",
  };
  return (Array.isArray(type) ? type : [type]).map((one) => names[String(one)] ?? String(one)).join(" or ");
}

function describe(value: unknown): string {
  return value === null || typeof value === "object" ? kindOf(value) : (JSON.stringify(value) ?? "empty");
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a mapping" : `a ${typeof value}`;
}
