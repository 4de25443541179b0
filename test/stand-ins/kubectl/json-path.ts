import { Exit } from "../core/exit.ts";
import { isFields, type Json } from "../core/json.ts";

type Step = string | number | { readonly filter: string } | "*";

/**
 * A JSONPath template as kubectl prints it: text, {.a.b[0]}, {.items[*].x}, {range .items[*]}…{end}, {"\n"}, filters
 * [?(@.type=="Ready")]. Throws Exit for anything else.
 */
export function jsonPath(template: string, value: Json): string {
  const tokens = [...template.matchAll(/\{((?:[^{}"]|"(?:\\.|[^"])*")*)\}|([^{]+)/g)].map(
    ([, code, text]) => ({ code: code?.trim(), text }),
  );
  return render(tokens, 0, tokens.length, [value]);
}

interface Token {
  readonly code: string | undefined;
  readonly text: string | undefined;
}

function render(tokens: readonly Token[], from: number, to: number, context: readonly Json[]): string {
  let result = "";
  for (let index = from; index < to; index += 1) {
    const { code, text } = tokens[index] ?? { code: undefined, text: undefined };
    if (code === undefined) result += text ?? "";
    else if (code.startsWith('"'))
      result += code.slice(1, -1).replaceAll("\\n", "\n").replaceAll("\\t", "\t");
    else if (code.startsWith("range ")) {
      const end = matchingEnd(tokens, index);
      for (const item of evaluate(stepsOf(code.slice(6)), context))
        result += render(tokens, index + 1, end, [item]);
      index = end;
    } else result += evaluate(stepsOf(code), context).map(shown).join(" ");
  }
  return result;
}

function matchingEnd(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let index = from; index < tokens.length; index += 1) {
    const code = tokens[index]?.code ?? "";
    if (code.startsWith("range ")) depth += 1;
    if (code === "end") depth -= 1;
    if (depth === 0) return index;
  }
  throw new Exit(1, "error: error parsing jsonpath: unterminated range");
}

function stepsOf(path: string): Step[] {
  const steps: Step[] = [];
  let rest = path.trim().replace(/^[@$]/, "");
  while (rest !== "") {
    const match =
      /^\.((?:\\\.|[\w/-])+)|^\[(\d+|-1)\]|^\[\*\]|^\.\*|^\[\?\((.*?)\)\]|^\['([^']+)'\]|^\.(?=\[|$)/.exec(
        rest,
      );
    if (match === null)
      throw new Exit(1, `error: error parsing jsonpath {${path}}, unrecognized character in action`);
    const [whole, name, index, filter, quoted] = match;
    if (name !== undefined) steps.push(name.replaceAll("\\.", "."));
    else if (index !== undefined) steps.push(Number(index));
    else if (filter !== undefined) steps.push({ filter });
    else if (quoted !== undefined) steps.push(quoted);
    else if (whole !== ".") steps.push("*");
    rest = rest.slice(whole.length);
  }
  return steps;
}

/** The values that steps lead to. */
export function evaluate(steps: readonly Step[], from: readonly Json[]): Json[] {
  let here = [...from];
  for (const step of steps) here = here.flatMap((value) => follow(value, step));
  return here;
}

function follow(value: Json, step: Step): readonly Json[] {
  const items = Array.isArray(value) ? value : [];
  if (step === "*") return isFields(value) ? Object.values(value) : items;
  if (typeof step === "number") return items.at(step) === undefined ? [] : [items.at(step) ?? null];
  if (typeof step === "string") return isFields(value) && step in value ? [value[step] ?? null] : [];
  const [, path = "", sign, wanted = ""] = /^@(\S+?)\s*(==|!=)\s*["']?(.*?)["']?$/.exec(step.filter) ?? [];
  return items.filter((item) => {
    const found = evaluate(stepsOf(path === "" ? step.filter.replace(/^@/, "") : path), [item]);
    if (sign === undefined) return found.length > 0;
    return found.some((one) => shown(one) === wanted) === (sign === "==");
  });
}

function shown(value: Json): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
