import { type Fields, fieldsAt, type Json, listAt, textAt } from "../core/json.ts";

type Test = (labels: Readonly<Record<string, Json>>) => boolean;

/** A label selector as in `?labelSelector=`; throws SyntaxError. */
export function labelSelector(text: string): (object: Fields) => boolean {
  const tests = splitOutside(text).map(requirement);
  return (object) => {
    const labels = fieldsAt(object, "metadata", "labels");
    return tests.every((test) => test(labels));
  };
}

/** A selector as objects hold it: matchLabels and matchExpressions, or the labels alone. */
export function objectSelector(selector: Json): (object: Fields) => boolean {
  const matchLabels = fieldsAt(selector, "matchLabels");
  return (object) => {
    const labels = fieldsAt(object, "metadata", "labels");
    const equal = Object.entries(matchLabels).every(([name, value]) => labels[name] === value);
    return equal && listAt(selector, "matchExpressions").every((one) => matchesExpression(one, labels));
  };
}

/** A field selector: `metadata.name=x,spec.nodeName!=y`. */
export function fieldSelector(text: string): (object: Fields) => boolean {
  const tests = text
    .split(",")
    .filter((part) => part !== "")
    .map((part) => {
      const [, path = "", sign = "", value = ""] = /^([\w.]+)(==|!=|=)(.*)$/.exec(part) ?? [];
      if (path === "") throw new SyntaxError(`invalid field selector: ${part}`);
      return (object: Fields) => (textAt(object, ...path.split(".")) === value) === (sign !== "!=");
    });
  return (object) => tests.every((test) => test(object));
}

function matchesExpression(expression: Json, labels: Fields): boolean {
  const key = textAt(expression, "key");
  const values = listAt(expression, "values");
  switch (textAt(expression, "operator")) {
    case "In":
      return values.includes(labels[key] ?? "");
    case "NotIn":
      return !values.includes(labels[key] ?? "");
    case "Exists":
      return key in labels;
    default:
      return !(key in labels);
  }
}

function splitOutside(text: string): string[] {
  return (text.match(/(?:[^,(]|\([^)]*\))+/g) ?? []).map((part) => part.trim()).filter((part) => part !== "");
}

function requirement(text: string): Test {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(text);
  if (set) {
    const values = (set[3] ?? "").split(",").map((value) => value.trim());
    return (labels) => values.includes(String(labels[set[1] ?? ""] ?? "")) === (set[2] === "in");
  }
  const comparison = /^([^=!]+?)\s*(==|!=|=)\s*(.*)$/.exec(text);
  if (comparison) {
    const [, key = "", sign, value = ""] = comparison;
    return (labels) => (labels[key] === value) === (sign !== "!=");
  }
  if (/^!?[\w./-]+$/.test(text))
    return (labels) => text.replace(/^!/, "") in labels === !text.startsWith("!");
  throw new SyntaxError(`unable to parse requirement: ${text}`);
}
