import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { Exit } from "../core/exit.ts";
import { type Fields, fieldsAt, type Json, listAt, textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import type { Call } from "./kubectl.ts";
import { fetchWanted, objectPath, shownName, type Wanted, wantedOf } from "./resolve.ts";

/** A change of a label, annotation or taint: null takes it away. */
type Pairs = ReadonlyMap<string, string | null>;

/** `kubectl label`. */
export function label(call: Call): Promise<void> {
  return setPairs(call, "labels", "labeled");
}

/** `kubectl annotate`. */
export function annotate(call: Call): Promise<void> {
  return setPairs(call, "annotations", "annotated");
}

async function setPairs(call: Call, field: "labels" | "annotations", word: string): Promise<void> {
  const { things, words } = split(
    call.operands,
    (one) => /^[^=]+=|-$/.test(one) && !one.includes("/=") && isPair(one),
  );
  const pairs = pairsOf(words);
  for (const { object, path } of await targets(call, things)) {
    const before = fieldsAt(object, "metadata", field);
    const taken = [...pairs].find(
      ([name, value]) => value !== null && before[name] !== undefined && before[name] !== value,
    );
    if (taken !== undefined && !call.flags.isSet("overwrite")) {
      throw new Exit(
        1,
        `error: '${taken[0]}' already has a value (${String(before[taken[0]])}), and --overwrite is false`,
      );
    }
    const isSame = [...pairs].every(([name, value]) => (before[name] ?? null) === value);
    if (!isSame && !isDry(call))
      await call.api.merge(path, { metadata: { [field]: Object.fromEntries(pairs) } });
    print(
      `${shownName(object)} ${isSame ? (field === "labels" ? "not labeled" : word) : [...pairs.values()].every((value) => value === null) && field === "labels" ? "unlabeled" : word}`,
    );
  }
}

function isPair(word: string): boolean {
  return /^[\w./-]+=/.test(word) || /^[\w./-]+-$/.test(word);
}

/** `kubectl taint nodes`. */
export async function taint(call: Call): Promise<void> {
  const { things, words } = split(
    call.operands,
    (one) =>
      /^[^=:]+(=[^:]*)?(:\w+)?-?$/.test(one) &&
      /[:-]/.test(one) &&
      /(:\w+-?|-)$/.test(one) &&
      !/^node/.test(one),
  );
  if (words.length === 0) throw new Exit(1, "error: at least one taint update is required");
  for (const { object, path } of await targets(call, things)) {
    if (textAt(object, "kind") !== "Node")
      throw new Exit(1, "error: invalid resource type, only node is supported");
    let taints = [...listAt(object, "spec", "taints")];
    for (const word of words)
      taints = changed(taints, word, call.flags.isSet("overwrite"), textAt(object, "metadata", "name"));
    if (!isDry(call))
      await call.api.call("PATCH", path, { spec: { taints } }, "application/merge-patch+json");
    print(`${shownName(object)} ${words.every((word) => word.endsWith("-")) ? "untainted" : "tainted"}`);
  }
}

function changed(taints: readonly Json[], word: string, overwrites: boolean, node: string): Json[] {
  const [, key = "", value = "", effect = "", minus] =
    /^([^=:]+?)(?:=([^:]*))?(?::(\w+))?(-)?$/.exec(word) ?? [];
  const isSame = (one: Json): boolean =>
    textAt(one, "key") === key && (effect === "" || textAt(one, "effect") === effect);
  if (minus !== undefined) {
    if (!taints.some(isSame))
      throw new Exit(1, `error: taint ${JSON.stringify(word.slice(0, -1))} not found`);
    return taints.filter((one) => !isSame(one));
  }
  if (!["NoSchedule", "PreferNoSchedule", "NoExecute"].includes(effect))
    throw new Exit(1, `error: invalid taint effect: ${effect}, unsupported taint effect`);
  if (taints.some(isSame) && !overwrites)
    throw new Exit(
      1,
      `error: node ${node} already has ${key} taint(s) with same effect(s) and --overwrite is false`,
    );
  return [...taints.filter((one) => !isSame(one)), { key, ...(value === "" ? {} : { value }), effect }];
}

/** `kubectl patch`. */
export async function patch(call: Call): Promise<void> {
  const file = call.flags.text("patch-file");
  const text = call.flags.text("patch") ?? (file === undefined ? undefined : readFileSync(file, "utf8"));
  if (text === undefined)
    throw new Exit(1, "error: must specify --patch or --patch-file containing the contents of the patch");
  const body: Json = parse(text);
  const kind = call.flags.text("type") ?? "strategic";
  const types: Readonly<Record<string, string>> = {
    strategic: "strategic-merge-patch",
    merge: "merge-patch",
    json: "json-patch",
  };
  const content = types[kind];
  if (content === undefined)
    throw new Exit(1, `error: --type must be one of [json merge strategic], not ${JSON.stringify(kind)}`);
  const subresource = call.flags.text("subresource");
  for (const { object, path } of await targets(call, call.operands)) {
    const url = subresource === undefined ? path : `${path}/${subresource}`;
    const after = await call.api.call("PATCH", url, body, `application/${content}+json`);
    const isSame =
      textAt(after, "metadata", "resourceVersion") === textAt(object, "metadata", "resourceVersion");
    print(`${shownName(object)} patched${isSame ? " (no change)" : ""}`);
  }
}

/** `kubectl scale --replicas`. */
export async function scale(call: Call): Promise<void> {
  const replicas = call.flags.text("replicas");
  if (replicas === undefined) throw new Exit(1, 'error: required flag(s) "replicas" not set');
  for (const { object, path } of await targets(call, call.operands)) {
    await call.api.merge(path, { spec: { replicas: Number(replicas) } });
    print(`${shownName(object)} scaled`);
  }
}

async function targets(
  call: Call,
  things: readonly string[],
): Promise<{ readonly object: Fields; readonly path: string }[]> {
  const found: { object: Fields; path: string }[] = [];
  for (const wanted of await wantedOf(things, call.api)) {
    const isAll = call.flags.isSet("all") || call.flags.text("selector") !== undefined;
    if (wanted.names.length === 0 && !isAll)
      throw new Exit(
        1,
        "error: one or more resources must be specified as <resource> <name> or <resource>/<name>",
      );
    for (const object of await fetchWanted(call, wanted))
      found.push({ object, path: pathOf(wanted, object) });
  }
  return found;
}

function pathOf(wanted: Wanted, object: Fields): string {
  return objectPath(
    wanted.type,
    textAt(object, "metadata", "namespace") || null,
    textAt(object, "metadata", "name"),
  );
}

function split(
  operands: readonly string[],
  isChange: (word: string) => boolean,
): { readonly things: readonly string[]; readonly words: readonly string[] } {
  const first = operands.findIndex((word, index) => index > 0 && isChange(word));
  return first < 0
    ? { things: operands, words: [] }
    : { things: operands.slice(0, first), words: operands.slice(first) };
}

function pairsOf(words: readonly string[]): Pairs {
  if (words.length === 0) throw new Exit(1, "error: at least one label update is required");
  return new Map(
    words.map((word) => {
      if (/^[\w./-]+-$/.test(word)) return [word.slice(0, -1), null] as const;
      const [name = "", value = ""] = word.split(/=(.*)/s);
      if (!/^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/.test(name))
        throw new Exit(1, `error: invalid label spec: ${word}`);
      return [name, value] as const;
    }),
  );
}

function isDry({ flags }: Call): boolean {
  return flags.given.includes("dry-run") && flags.text("dry-run") !== "none";
}
