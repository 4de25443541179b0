import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { isMapping } from "../../../src/input/mapping.ts";

/** Of each kind of mapping in playbooks the keys that are used in it: "play", "task", "loop_control", … */
export type UsedKeywords = ReadonlyMap<string, ReadonlySet<string>>;

type Note = (kind: string, keys: readonly string[]) => void;

const ofTasks = ["pre_tasks", "tasks", "post_tasks"];
const imports = ["import_tasks", "include_tasks", "import_role", "include_role"];

/** Collects the keys of all that can be parsed among these files: playbooks, and lists of tasks. */
export function keywordsInFiles(files: readonly string[]): UsedKeywords {
  return usedKeywords(files.map(parsed));
}

/** Collects the keys of playbooks, and of lists of tasks. */
export function usedKeywords(playbooks: readonly unknown[]): UsedKeywords {
  const used = new Map<string, Set<string>>();
  const note: Note = (kind, keys) => {
    used.set(kind, new Set([...(used.get(kind) ?? []), ...keys]));
  };
  for (const entry of playbooks.flatMap(listOf)) noteEntry(entry, note);
  return used;
}

/** Null for a file that is no YAML on purpose. */
function parsed(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"), { logLevel: "silent", uniqueKeys: false });
  } catch {
    return null;
  }
}

function noteEntry(entry: unknown, note: Note): void {
  if (!isMapping(entry)) return;
  if (!("hosts" in entry)) {
    if ("import_playbook" in entry) note("import_playbook", Object.keys(entry));
    else noteTask(entry, "task", note);
    return;
  }
  note("play", Object.keys(entry));
  for (const prompt of listOf(entry.vars_prompt)) if (isMapping(prompt)) note("prompt", Object.keys(prompt));
  for (const role of listOf(entry.roles)) if (isMapping(role)) note("role", Object.keys(role));
  for (const key of ofTasks) for (const task of listOf(entry[key])) noteTask(task, "task", note);
  for (const handler of listOf(entry.handlers)) noteTask(handler, "handler", note);
}

function noteTask(task: unknown, alone: "task" | "handler", note: Note): void {
  if (!isMapping(task)) return;
  const keys = Object.keys(task);
  if ("block" in task || "rescue" in task || "always" in task) {
    note("block", keys);
    for (const key of ["block", "rescue", "always"])
      for (const inner of listOf(task[key])) noteTask(inner, alone, note);
    return;
  }
  const isImport = imports.some((key) => key in task);
  note(isImport ? "import" : "meta" in task ? "meta" : alone, keys);
  if (isMapping(task.loop_control)) note("loop_control", Object.keys(task.loop_control));
  for (const key of imports) if (isMapping(task[key])) note(key, Object.keys(task[key]));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
