import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { mergePatch } from "../apiserver/patch.ts";
import { Exit } from "../core/exit.ts";
import type { ParsedFlags } from "../core/flags.ts";
import { type Fields, isFields, type Json, parseJson, setAt } from "../core/json.ts";

/** The values of -f, --set-json, --set, --set-string and --set-file: later ones win. */
export function valuesOf(flags: ParsedFlags): Fields {
  let values: Json = {};
  for (const path of flags.list("values")) values = mergePatch(values, readValues(path));
  const set: Fields = isFields(values) ? values : {};
  for (const pair of flags.list("set-json")) assign(set, pair, (text) => parseJson(text));
  for (const pair of flags.list("set").flatMap(splitPairs)) assign(set, pair, typed);
  for (const pair of flags.list("set-string").flatMap(splitPairs)) assign(set, pair, (text) => text);
  for (const pair of flags.list("set-literal")) assign(set, pair, (text) => text);
  for (const pair of flags.list("set-file")) assign(set, pair, (path) => readFileSync(path, "utf8"));
  return set;
}

function readValues(path: string): Json {
  let text: string;
  try {
    text = readFileSync(path === "-" ? 0 : path, "utf8");
  } catch {
    throw new Exit(1, `Error: open ${path}: no such file or directory`);
  }
  const value: Json = parse(text) ?? {};
  if (!isFields(value))
    throw new Exit(
      1,
      `Error: failed to parse ${path}: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal into Go value of type map[string]interface {}`,
    );
  return value;
}

/** Commas part pairs, but not inside {…} and not behind a backslash. */
function splitPairs(text: string): string[] {
  return text.match(/(?:\\.|\{[^}]*\}|[^,])+/g) ?? [];
}

function assign(target: Fields, pair: string, read: (text: string) => Json): void {
  const equals = pair.indexOf("=");
  if (equals < 0)
    throw new Exit(1, `Error: failed parsing --set data: key ${JSON.stringify(pair)} has no value`);
  const steps = (pair.slice(0, equals).match(/(?:\\.|[^.])+/g) ?? []).map((step) =>
    step.replaceAll("\\.", "."),
  );
  if (steps.some((step) => /\[\d+\]/.test(step)))
    throw new Exit(1, `Error: stand-in: --set of list items is not played: ${pair}`);
  setAt(target, steps, read(pair.slice(equals + 1)));
}

function typed(text: string): Json {
  if (/^\{.*\}$/.test(text))
    return text
      .slice(1, -1)
      .split(",")
      .filter((one) => one !== "")
      .map(typed);
  if (text === "true" || text === "false") return text === "true";
  if (text === "null") return null;
  return /^-?(0|[1-9]\d*)$/.test(text) ? Number(text) : text.replaceAll("\\,", ",");
}
