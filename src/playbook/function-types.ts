import { type CelFunction, celFunctions } from "./cel-environment.ts";
import { inWords } from "./cel-words.ts";
import {
  boolean,
  double,
  type ExpressionType,
  type Misuse,
  partIs,
  type TypedPart,
} from "./expression-type.ts";
import type { Operation } from "./operator-types.ts";
import { anything } from "./value-schema.ts";

/** What a call of a function comes to, and what is wrong with it; its number of values is checked by CEL. */
export function functionCall(
  name: string,
  receiver: TypedPart | null,
  values: readonly TypedPart[],
): Operation {
  const overloads = (celFunctions().get(name) ?? []).filter(
    (overload) =>
      (overload.receiver === null) === (receiver === null) && overload.parameters.length === values.length,
  );
  const [first] = overloads;
  if (!first) return { type: anything, misuse: null };
  const ofReceiver = overloads.filter(
    (overload) => overload.receiver === null || receiver === null || fits(receiver.type, overload.receiver),
  );
  if (receiver && ofReceiver.length === 0)
    return { type: resultOf(first), misuse: notOf(name, receiver, overloads) };
  const fitting = ofReceiver.filter(({ parameters }) =>
    parameters.every((parameter, index) => fits(values[index]?.type ?? anything, parameter)),
  );
  if (fitting.length === 0) return { type: resultOf(first), misuse: notTaken(name, values, ofReceiver) };
  const results = new Set(fitting.map(({ result }) => result));
  return { type: results.size === 1 ? resultOf(first) : anything, misuse: null };
}

function notOf(name: string, receiver: TypedPart, overloads: readonly CelFunction[]): Misuse {
  const known = [...new Set(overloads.map((overload) => inWords(overload.receiver ?? "")))];
  const hint = name === "contains" && receiver.type.type === "array" ? `write x in ${receiver.written}` : "";
  return { message: `${partIs(receiver)}, and ${name}() is a function of ${known.join(" or ")}`, hint };
}

function notTaken(name: string, values: readonly TypedPart[], overloads: readonly CelFunction[]): Misuse {
  const at = values.findIndex(({ type }, index) =>
    overloads.every(({ parameters }) => !fits(type, parameters[index] ?? "dyn")),
  );
  const value = values[Math.max(0, at)];
  const wanted = [...new Set(overloads.map(({ parameters }) => inWords(parameters[Math.max(0, at)] ?? "")))];
  return { message: `${value ? partIs(value) : name}, and ${name}() takes ${wanted.join(" or ")}`, hint: "" };
}

/** Whether a value of a form can be what CEL calls a type. */
function fits({ type, isDouble }: ExpressionType, cel: string): boolean {
  if (type === undefined) return true;
  const base = cel.replace(/<.*/, "");
  if (/^(dyn|ast|[A-Z])$/.test(base)) return true;
  if (base === "int") return type === "integer" || (type === "number" && !isDouble);
  return base === celNames[type];
}

const celNames = {
  object: "map",
  array: "list",
  string: "string",
  integer: "int",
  number: "double",
  boolean: "bool",
  null: "null",
} as const;

function resultOf({ result }: CelFunction): ExpressionType {
  return results[result] ?? anything;
}

const results: Readonly<Record<string, ExpressionType>> = {
  string: { type: "string" },
  int: { type: "integer" },
  double,
  bool: boolean,
  "list<string>": { type: "array", items: { type: "string" } },
};
