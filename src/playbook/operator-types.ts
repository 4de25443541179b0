import {
  boolean,
  double,
  type ExpressionType,
  kindOf,
  type Misuse,
  partIs,
  type TypedPart,
} from "./expression-type.ts";
import { anything, entryOf, typeName } from "./value-schema.ts";

/** What an operator between two parts comes to, and what is wrong with them. */
export interface Operation {
  readonly type: ExpressionType;
  readonly misuse: Misuse | null;
}

/** The type rules of CEL's operators, applied to what is certain of both sides. */
export function operation(operator: string, left: TypedPart, right: TypedPart): Operation {
  switch (operator) {
    case "==":
    case "!=":
      return { type: boolean, misuse: neverEqual(left, right) };
    case "<":
    case "<=":
    case ">":
    case ">=":
      return { type: boolean, misuse: incomparable(left, right) };
    case "in":
      return { type: boolean, misuse: neverIn(left, right) };
    default:
      return arithmetic(operator, left, right);
  }
}

/** Of two values of different kinds CEL says that they differ, which nobody wants to ask. Null is a kind of its own. */
function neverEqual(left: TypedPart, right: TypedPart): Misuse | null {
  const kinds = [kindOf(left.type), kindOf(right.type)];
  if (kinds[0] === kinds[1] || kinds.includes(null) || kinds.includes("null")) return null;
  return { message: `${both(left, right)}: they are never the same`, hint: asText(left, right) };
}

const comparable: ReadonlySet<string | null> = new Set(["number", "string", "boolean", null]);

function incomparable(left: TypedPart, right: TypedPart): Misuse | null {
  const [a, b] = [kindOf(left.type), kindOf(right.type)];
  for (const part of [left, right]) {
    if (comparable.has(kindOf(part.type))) continue;
    const hint = part.type.type === "array" ? `compare its length: size(${part.written})` : "";
    return { message: `${partIs(part)}, which is neither less nor more than anything`, hint };
  }
  if (a === b || a === null || b === null) return null;
  return { message: `${both(left, right)}: they cannot be compared`, hint: cure(left, right) };
}

function neverIn(part: TypedPart, whole: TypedPart): Misuse | null {
  const { type } = whole.type;
  if (type === undefined) return null;
  if (type === "string") {
    const hint = `write ${whole.written}.contains(${part.written})`;
    return { message: `${partIs(whole)}, and "in" looks into lists and mappings`, hint };
  }
  if (type !== "array" && type !== "object") {
    return { message: `${partIs(whole)}, and "in" looks into lists and mappings`, hint: "" };
  }
  const entry: ExpressionType = type === "array" ? entryOf(whole.type) : { type: "string" };
  const kinds = [kindOf(part.type), kindOf(entry)];
  if (kinds[0] === kinds[1] || kinds.includes(null) || kinds.includes("null")) return null;
  const holds = type === "array" ? "entries" : "keys";
  const message = `${partIs(part)}, and the ${holds} of "${whole.written}" are not: each is ${typeName(entry)}`;
  return { message, hint: asText(part, { written: "", type: entry }) };
}

function arithmetic(operator: string, left: TypedPart, right: TypedPart): Operation {
  const kinds = [kindOf(left.type), kindOf(right.type)];
  const allowed = operator === "+" ? ["number", "string", "array"] : ["number"];
  const wrong = [left, right].find(({ type }) => {
    const kind = kindOf(type);
    return kind !== null && !allowed.includes(kind);
  });
  if (wrong) {
    const needs = operator === "+" ? "numbers, texts or lists" : "numbers";
    return { type: anything, misuse: { message: `${partIs(wrong)}: ${operator} needs ${needs}`, hint: "" } };
  }
  if (kinds.includes(null)) return { type: anything, misuse: null };
  if (kinds[0] !== kinds[1]) {
    const message = `${both(left, right)}: ${operator} needs two of the same kind`;
    return { type: anything, misuse: { message, hint: cure(left, right) } };
  }
  if (kinds[0] === "number") return numbers(operator, left, right);
  return { type: kinds[0] === "string" ? { type: "string" } : { type: "array" }, misuse: null };
}

/** A number that may be whole or not is given the benefit of the doubt. */
function numbers(operator: string, left: TypedPart, right: TypedPart): Operation {
  const whole = [left, right].find(({ type }) => type.type === "integer");
  const fraction = [left, right].find(({ type }) => type.isDouble);
  if (whole && fraction) {
    const message = `${quotedPair(left, right)} are a whole number and a fraction: ${operator} needs two of the same kind`;
    return { type: double, misuse: { message, hint: `write double(${whole.written})` } };
  }
  if (fraction) return { type: double, misuse: null };
  const isWhole = left.type.type === "integer" && right.type.type === "integer";
  return { type: { type: isWhole ? "integer" : "number" }, misuse: null };
}

function quotedPair(left: TypedPart, right: TypedPart): string {
  return `"${left.written}" and "${right.written}"`;
}

function both(left: TypedPart, right: TypedPart): string {
  return `${partIs(left)} and ${partIs(right)}`;
}

/** Of two that must be the same, a number that stands there as it is becomes a text by quotes. */
function asText(...parts: readonly TypedPart[]): string {
  const number = parts.find(({ written }) => /^-?\d+(\.\d+)?$/.test(written));
  const hasText = parts.some(({ type }) => type.type === "string");
  return number && hasText ? `write it in quotes: "${number.written}"` : cure(...parts);
}

const literalText = /^(["'])(.*)\1$/;

/** How two values become of one kind. */
function cure(...parts: readonly TypedPart[]): string {
  const kinds = new Set(parts.map(({ type }) => kindOf(type)));
  const text = parts.find(({ type }) => type.type === "string");
  const [, , literal = ""] = literalText.exec(text?.written ?? "") ?? [];
  if (kinds.has("number") && kinds.has("string")) {
    if (/^-?\d+(\.\d+)?$/.test(literal)) return `write the number without quotes: ${literal}`;
    return literal !== "" || !text?.written ? "" : `convert one of them: int(${text.written}), string(…)`;
  }
  if (kinds.has("boolean") && /^(true|false)$/.test(literal)) return `write it without quotes: ${literal}`;
  if (kinds.has("array")) return "ask whether it is in the list: x in list";
  return "";
}
