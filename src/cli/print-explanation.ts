import type { Location } from "../errors.ts";
import type { Explanation, ShownValue } from "./explain-variables.ts";

/** Longest value on one line where all variables are listed. */
const widest = 100;

const setters = { lab: "lab", task: "a task", prompt: "the user" } as const;

/** A variable as text: value, place, what is written, what it shadows. A long value is cut unless it is `whole`. */
export function printExplanation(explanation: Explanation, whole: boolean): string {
  const { name, shown, written, location, setBy, shadows } = explanation;
  const value = (of: unknown): string => shorten(JSON.stringify(of) ?? "", whole);
  return [
    `${name}: ${shown.kind === "known" ? value(shown.value) : reason(shown)}`,
    ...(written === undefined ? [] : [`  written: ${value(written)}`]),
    location === null ? `  set by ${setters[setBy]}` : `  from ${printPlace(location)}`,
    ...shadows.map((layer) => `  shadows: ${value(layer.written)} from ${printPlace(layer.location)}`),
  ].join("\n");
}

/** A variable as plain data. */
export function explanationData(explanation: Explanation): Record<string, unknown> {
  const { shown, written, location, setBy, isSecret, shadows } = explanation;
  return {
    ...dataOf(shown),
    ...(written === undefined ? {} : { written }),
    from: location === null ? setBy : place(location),
    ...(isSecret ? { secret: true } : {}),
    shadows: shadows.map((layer) => ({ value: layer.written, from: place(layer.location) })),
  };
}

function dataOf(shown: ShownValue) {
  switch (shown.kind) {
    case "known":
      return { value: shown.value };
    case "later":
      return { waits_for: shown.waitsFor };
    case "wrong":
      return { error: shown.message };
  }
}

function reason(shown: Exclude<ShownValue, { readonly kind: "known" }>): string {
  return shown.kind === "later" ? `known later: it waits for ${shown.waitsFor}` : `wrong: ${shown.message}`;
}

function place({ file, line, column }: Location) {
  return { file, line, column };
}

function printPlace({ file, line, column }: Location): string {
  return file === "-e" ? "-e" : `${file}:${line}:${column}`;
}

function shorten(text: string, whole: boolean): string {
  return whole || text.length <= widest ? text : `${text.slice(0, widest)}…`;
}
