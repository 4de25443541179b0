import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { matchHosts } from "../../../src/inventory/host-pattern.ts";
import { loadInventory } from "../../../src/inventory/load-inventory.ts";

const inventory = loadInventory("test/fixtures/inventory/clusters.yaml");
const all = [...inventory.hosts.keys()];

describe("matchHosts", () => {
  it.each([
    ["all", all],
    ["*", all],
    ["prod-w1", ["prod-w1"]],
    ["edge-1:prod-w1", ["prod-w1", "edge-cp1", "edge-w1"]],
    ["prod-w1, edge-1", ["prod-w1", "edge-cp1", "edge-w1"]],
    ["prod:&workers", ["prod-w1", "prod-w2", "prod-w3"]],
    ["prod:!workers", ["prod-cp1"]],
    ["!prod", ["edge-cp1", "edge-w1"]],
    ["&bootstrap", ["prod-cp1", "edge-cp1"]],
    ["!prod-w1:prod:&workers", ["prod-w2", "prod-w3"]],
    ["prod-w?", ["prod-w1", "prod-w2", "prod-w3"]],
    ["prod-w[1-2]", ["prod-w1", "prod-w2"]],
    ["prod-w[!1]", ["prod-w2", "prod-w3"]],
    ["edge*", ["edge-cp1", "edge-w1"]],
    ["*_workers:!edge*", ["prod-w1", "prod-w2", "prod-w3"]],
    ["~prod-(cp|w)1", ["prod-cp1", "prod-w1"]],
    ["~.*-w[0-9]{1,2}$", ["prod-w1", "prod-w2", "prod-w3", "edge-w1"]],
    ["workers[0]", ["prod-w1"]],
    ["workers[-1]", ["edge-w1"]],
    ["workers[1:2]", ["prod-w2", "prod-w3"]],
    ["workers[2:]", ["prod-w3", "edge-w1"]],
    ["workers[9]", []],
    ["workers[-9]", []],
    ["workers[-6]", []],
    ["edge-1:!workers[0:2]", ["edge-cp1", "edge-w1"]],
    ["prod-*[0]", ["prod-cp1"]],
    ["edge-1:&prod", []],
    ["web*", []],
    ["~web", []],
  ])("%s", (pattern, expected) => {
    expect(matchHosts(pattern, inventory)).toEqual(expected);
  });

  it.each([
    [
      "prod:wrokers",
      'no host or group is called "wrokers" (in the host pattern "wrokers")',
      'did you mean "workers"?',
    ],
    [
      "prod:!prod-w9",
      'no host or group is called "prod-w9" (in the host pattern "!prod-w9")',
      'did you mean "prod-w1"?',
    ],
    [
      "edge1[0]",
      'no host or group is called "edge1" (in the host pattern "edge1[0]")',
      'did you mean "edge-1"?',
    ],
    ["", "the host pattern is empty", 'name hosts or groups; "all" stands for all hosts'],
    [":,", "the host pattern is empty", 'name hosts or groups; "all" stands for all hosts'],
    ["prod:&", "a name is missing behind & or ! in the host pattern", undefined],
    ["workers[-2:1]", 'the range in "workers[-2:1]" cannot begin with a negative number', undefined],
    [
      "workers[x",
      'the host pattern "workers[x" is malformed',
      "a subscript is [0], [-1] or [1:3]; a choice of characters is [abc]",
    ],
    ["prod-w[3-1]", 'the host pattern "prod-w[3-1]" is malformed', undefined],
  ])("refuses %j", (pattern, message, hint) => {
    const location = { file: "site.yaml", line: 2, column: 3, length: 4, text: "x" };
    try {
      matchHosts(pattern, inventory, location);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).problems).toEqual([{ message, location, ...(hint && { hint }) }]);
    }
  });

  it("names every unknown host at once", () => {
    expect(() => matchHosts("nobody:!nothing", inventory)).toThrow(/"nobody".*\n.*"nothing"/);
  });

  it("explains a regular expression that is none", () => {
    expect(() => matchHosts("~(", inventory)).toThrow('the host pattern "~(" is not a regular expression');
  });

  it("is set algebra: unions, then intersections, then exclusions, whatever the order of the terms", () => {
    const names = fc.constantFrom(...inventory.groups.keys(), ...all);
    const members = (name: string) => inventory.groups.get(name) ?? [name];
    const term = fc.record({ sign: fc.constantFrom("", "&", "!"), name: names });
    fc.assert(
      fc.property(
        fc.array(term, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(":", ","),
        (terms, separator) => {
          const signed = (sign: string) =>
            terms.filter((one) => one.sign === sign).map((one) => members(one.name));
          const expected = all.filter(
            (host) =>
              (signed("").length === 0 || signed("").some((hosts) => hosts.includes(host))) &&
              signed("&").every((hosts) => hosts.includes(host)) &&
              !signed("!").some((hosts) => hosts.includes(host)),
          );
          const pattern = terms.map((one) => one.sign + one.name).join(separator);
          expect(matchHosts(pattern, inventory)).toEqual(expected);
        },
      ),
    );
  });
});
