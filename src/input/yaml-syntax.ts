import { type Document, isAlias, isNode, isScalar, visit, type YAMLError } from "yaml";
import type { InputProblem, Location } from "../errors.ts";
import { yamlMistake } from "./yaml-mistake.ts";

type At = (start: number, end: number) => Location;

/** Neither a path nor a command nor a line of a text file can hold one. */
export const noNul = "a text cannot hold a NUL character";

/** A syntax error of the YAML parser as a problem with a place and a hint. */
export function syntaxProblem(error: YAMLError, text: string, at: At): InputProblem {
  const [start, end] = error.pos;
  const location = at(start, Math.max(start + 1, end));
  if (error.code === "DUPLICATE_KEY") {
    const key = /^(?:"[^"\n]*"|'[^'\n]*'|[^\s:]+)/.exec(text.slice(start))?.[0] ?? "";
    return {
      message: `the key ${key.replace(/^["']?(.*?)["']?$/, '"$1"')} stands twice in one mapping`,
      location: at(start, start + key.length),
      hint: "leave one of them out",
    };
  }
  return { ...yamlMistake(error, text.slice(start)), location };
}

/** Tags that mean nothing here, and !secret or !vault before a list or mapping. */
export function tagProblems({ warnings }: Document, text: string, at: At): InputProblem[] {
  return warnings
    .filter(({ code }) => code === "TAG_RESOLVE_FAILED")
    .map(({ pos: [start] }) => {
      const [tag = "!"] = /^\S+/.exec(text.slice(start)) ?? [];
      const location = at(start, start + tag.length);
      if (tag === "!secret" || tag === "!vault") {
        const hint = "write it before each value within that is secret";
        return { message: `${tag} marks a single value, not a list or a mapping`, location, hint };
      }
      const hint =
        "the only tags are !secret, before a value that must not be shown, and !vault, before an encrypted one";
      return { message: `there is no tag "${tag}"`, location, hint };
    });
}

/**
 * What the parser lets pass but plain data cannot hold: unknown anchors, values within themselves, NUL characters, and
 * keys that are lists or mappings.
 */
export function structureProblems(document: Document, at: At): InputProblem[] {
  const problems: InputProblem[] = [];
  visit(document, {
    Scalar(_key, { value, range }) {
      if (typeof value !== "string" || !value.includes("\0")) return;
      const [start, end] = range ?? [0, 1];
      problems.push({ message: noNul, location: at(start, end) });
    },
    Alias(_key, node, within) {
      const anchored = node.resolve(document);
      if (anchored !== undefined && !within.includes(anchored)) return;
      const [start, end] = node.range ?? [0, 1];
      const message =
        anchored === undefined
          ? `there is no anchor "&${node.source}" before this place`
          : `the value at the anchor "&${node.source}" would hold itself`;
      problems.push({ message, location: at(start, end) });
    },
    Map(_key, node) {
      for (const { key } of node.items) {
        if (key === null || isScalar(key) || isAlias(key)) continue;
        const [start, end] = (isNode(key) ? key.range : null) ?? [
          node.range?.[0] ?? 0,
          (node.range?.[0] ?? 0) + 1,
        ];
        problems.push({
          message: "a key must be plain text, not a list or a mapping",
          location: at(start, end),
          hint: "put quotes around a value that begins with { or [",
        });
      }
    },
  });
  return problems;
}
