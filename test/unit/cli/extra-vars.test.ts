import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { extraVars } from "../../../src/cli/extra-vars.ts";
import { InputError } from "../../../src/errors.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "lab-extra-vars-"));
  writeFileSync(join(directory, "vars.yaml"), "replicas: 3\nimages:\n  - a\n");
  writeFileSync(join(directory, "list.yaml"), "- a\n");
});
afterAll(() => rmSync(directory, { recursive: true }));

function valuesOf(...flags: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(extraVars(flags)).map(([name, { value }]) => [name, value]));
}

function problemsOf(...flags: string[]): string[] {
  try {
    extraVars(flags);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ message, location }) => `${location?.file} ${location?.text}: ${message}`);
  }
}

describe("extraVars", () => {
  it("takes name=value as text, whatever stands behind the first equals sign", () => {
    expect(valuesOf("size=3", "empty=", "options=--a=1 --b=2", "query=a=b")).toEqual({
      size: "3",
      empty: "",
      options: "--a=1 --b=2",
      query: "a=b",
    });
  });

  it("takes off quotes around the whole value, in which there may be equals signs", () => {
    expect(valuesOf('a="b c=d"', "b='x'", `c="a" and "b"`, 'd="', "e=it's")).toEqual({
      a: "b c=d",
      b: "x",
      c: '"a" and "b"',
      d: '"',
      e: "it's",
    });
  });

  it("takes a mapping with its types, and files", () => {
    expect(valuesOf('{"size": 3, "on": true}', `@${directory}/vars.yaml`)).toEqual({
      size: 3,
      on: true,
      replicas: 3,
      images: ["a"],
    });
  });

  it("lets later flags win", () => {
    expect(valuesOf("size=1", '{"size": 2}', "size=3")).toEqual({ size: "3" });
  });

  it("lets `node` be given, and no other name that lab sets itself", () => {
    expect(valuesOf("node=worker3")).toEqual({ node: "worker3" });
    expect(problemsOf("facts=1")).toEqual(['-e facts=1: the variable name "facts" is reserved']);
  });

  it("reports every flag that is wrong", () => {
    expect(problemsOf("size", "a=1 b=2", "my-var=1", "@/nowhere.yaml", `@${directory}/list.yaml`)).toEqual([
      "-e size: this is not a variable",
      "-e a=1 b=2: there is more than one variable in this flag, or a text that looks like it",
      '-e @/nowhere.yaml: the file "/nowhere.yaml" cannot be read',
      `${directory}/list.yaml - a: variables are given as a mapping`,
      '-e my-var=1: "my-var" cannot be the name of a variable: letters, digits and _ only',
    ]);
  });

  it("keeps the value of a secret out of messages", () => {
    expect(problemsOf("db-password=hunter2")[0]).not.toContain("hunter2");
  });
});
