import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import type { SourcedValue } from "../../../src/inventory/inventory.ts";
import { evaluate } from "../../../src/playbook/conditions.ts";
import { hostScope } from "../../../src/playbook/host-scope.ts";
import { Scope, UnknownValue, unknownResult } from "../../../src/playbook/scope.ts";
import { compile, hostOf, inventory, location } from "./small-lab.ts";

function scopeOf(
  written: Readonly<Record<string, unknown>>,
  data: Readonly<Record<string, unknown>> = {},
): Scope {
  const places = Object.entries(written).map(([name, value], index) => {
    return [name, { value, location: { ...location, line: index + 1 }, shadows: [] }] as const;
  });
  return new Scope(new Map(places), new Map(Object.entries(data)));
}

function problemsOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map((problem) => `${problem.location?.line}: ${problem.message}`);
  }
}

describe("Scope", () => {
  it("renders what users wrote, through other variables, and keeps types", () => {
    const scope = scopeOf({
      list: ["{{ name }}", 2],
      name: "{{ first }}-{{ size }}",
      first: "a",
      size: 3,
      same: "{{ list }}",
    });
    expect(scope.lookUp("same")).toEqual(["a-3", 2]);
    expect(scope.render({ x: "{{ size }}", y: [{ z: "<{{ first }}>" }] }, location)).toEqual({
      x: 3,
      y: [{ z: "<a>" }],
    });
  });

  it("never renders what came from a host", () => {
    const scope = scopeOf({ copy: "{{ result.stdout }}" }).with({ result: { stdout: "{{ secret }}" } });
    expect(scope.lookUp("copy")).toBe("{{ secret }}");
    expect(scope.render("{{ result.stdout }} {{ copy }}", location)).toBe("{{ secret }} {{ secret }}");
  });

  it("lets data win over what is written, and a task's own variables over those of others", () => {
    const scope = scopeOf({ a: 1, b: 1 })
      .withWritten({ b: { value: 2, location, shadows: [] }, c: { value: "{{ a }}", location, shadows: [] } })
      .with({ a: 3 });
    expect(["a", "b", "c", "d"].map((name) => scope.lookUp(name))).toEqual([3, 2, 3, undefined]);
  });

  it("says what a value waits for that is not known yet", () => {
    const scope = scopeOf({ version: "{{ result.stdout }}" }, { result: unknownResult("Read it") });
    expect(() => scope.lookUp("version")).toThrow(UnknownValue);
    expect(() => scope.lookUp("version")).toThrow('waits for task "Read it"');
  });

  it("tells a mistake at the variable that has it", () => {
    const scope = scopeOf({
      outer: "{{ inner }}",
      inner: "{{ sized }}",
      size: 1,
      map: {},
      deep: "{{ map.x }}",
      bad: "{{ a | b }}",
    });
    expect(problemsOf(() => scope.lookUp("outer"))).toEqual(['2: the variable "sized" is not defined']);
    expect(problemsOf(() => scope.lookUp("deep"))).toEqual(['5: "map.x" has no value']);
    expect(problemsOf(() => scope.reads(["bad"]))).toEqual(["6: a filter stands in a template"]);
  });

  it("tells one cycle in one way, from wherever it is entered", () => {
    const scope = scopeOf({
      c: "{{ a }}",
      a: "{{ b }}",
      b: "{{ c }}",
      before: "{{ b }}",
      self: "{{ self }}",
    });
    const expected = ["2: variables are defined by each other: a → b → c → a"];
    for (const name of ["a", "b", "c", "before"])
      expect(problemsOf(() => scope.lookUp(name))).toEqual(expected);
    expect(problemsOf(() => scope.lookUp("self"))).toEqual(['5: the variable "self" is defined by itself']);
  });

  it("knows what is read in the end", () => {
    const scope = scopeOf({ a: "{{ b }}", b: ["{{ facts.os.id }}"], c: 1, d: "{{ d }}" }, { facts: {} });
    expect(scope.reads(["a"])).toEqual(new Set(["a", "b", "facts"]));
    expect(scope.reads(["c", "d"])).toEqual(new Set(["c", "d"]));
  });
});

describe("hostScope", () => {
  const extra = (value: unknown) => ({ value, location, shadows: [] });
  const play = (yaml: string, extraVars = {}) => {
    const [first] = compile(yaml, { extraVars }).plays;
    if (!first) throw new Error("no play");
    return first;
  };

  it("lets the play's vars win over the inventory, and -e over both", () => {
    const vars = "- hosts: all\n  vars: { packages: [vim], proxy: play, own: 1 }\n";
    const scope = hostScope(
      hostOf("w1"),
      play(vars, { proxy: extra("flag"), size: extra("{{ own }}") }),
      inventory,
    );
    const names = ["data_disk", "packages", "proxy", "own", "size"];
    expect(names.map((name) => scope.lookUp(name))).toEqual(["/dev/vdb", ["vim"], "flag", 1, 1]);
  });

  it("has what every host has", () => {
    const scope = hostScope(hostOf("w1"), play("- hosts: all\n"), inventory);
    expect(scope.lookUp("inventory_hostname")).toBe("w1");
    expect(scope.lookUp("group_names")).toEqual(["workers", "lab", "lab_workers"]);
    expect(scope.render("{{ groups.workers }}", location)).toEqual(["w1", "w2"]);
    expect(scope.render("{{ cluster.bootstrap }} {{ node.address }}", location)).toBe("cp1 192.0.2.21");
    expect(scope.render("{{ hostvars.cp1.proxy }} {{ hostvars.w2.data_disk }}", location)).toBe(
      "http://proxy.lab:3128 /dev/vdb",
    );
    expect(evaluate('hostvars["cp1"].proxy == hostvars["w2"].proxy', scope, location)).toBe(true);
    expect(() => scope.lookUp("facts")).toThrow("waits for the facts of the host");
  });

  it("takes -e node=NAME for the name that the play is about", () => {
    const given = play('- hosts: "{{ node }}"\n', { node: extra("w2") });
    expect(given.hosts).toEqual(["w2"]);
    expect(hostScope(hostOf("w2"), given, inventory).lookUp("node")).toBe("w2");
  });

  it("takes the answer to a question for the node likewise, and waits for it until it is given", () => {
    const yaml = '- hosts: "{{default node null}}"\n  vars_prompt: [{ name: node }]\n';
    const scopeOf = (answers: Map<string, SourcedValue>) => {
      const [asking] = compile(yaml, { answers }).plays;
      if (!asking) throw new Error("no play");
      return hostScope(hostOf("w2"), asking, inventory);
    };
    expect(scopeOf(new Map([["node", extra("w2")]])).lookUp("node")).toBe("w2");
    expect(() => scopeOf(new Map()).lookUp("node")).toThrow("waits for the answer to its prompt");
  });

  it("waits for the results that earlier plays register", () => {
    const { plays } = compile("- hosts: all\n  tasks: [{ command: uname, register: kernel }]\n- hosts: w1\n");
    const [, second] = plays;
    if (!second) throw new Error("no play");
    expect(() => hostScope(hostOf("w1"), second, inventory).lookUp("kernel")).toThrow(
      'waits for task "command uname"',
    );
  });
});
