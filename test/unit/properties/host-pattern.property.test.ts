import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildInventory } from "../../../src/inventory/build-inventory.ts";
import { matchHosts } from "../../../src/inventory/host-pattern.ts";
import type { Inventory } from "../../../src/inventory/inventory.ts";
import { cluster, declare } from "../inventory/declare.ts";
import { hostName, type PatternTerm, patternTerm, termText } from "./pattern-term.ts";

const clusterNames = ["a12", "b_c", "prod"];

/** Up to three clusters, whose hosts are named alike, each with control planes before, behind and among its workers. */
const inventories = fc
  .uniqueArray(hostName, { minLength: 1, maxLength: 9 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.record({
          name: fc.constant(name),
          role: fc.constantFrom("master", "worker"),
          cluster: fc.constantFrom(...clusterNames),
        }),
      ),
    ),
  )
  .map((nodes) => {
    const clusters = clusterNames.map((name) =>
      cluster(name, {
        nodes: nodes
          .filter((node) => node.cluster === name)
          .map(({ name: host, role }) => ({ name: host, role })),
      }),
    );
    return buildInventory(declare({ clusters }), [], []);
  });

const cases = inventories.chain((inventory) =>
  fc.record({
    inventory: fc.constant(inventory),
    terms: fc.array(patternTerm(inventory), { minLength: 1, maxLength: 5 }),
  }),
);

/** The hosts of one term: those of all groups that it means, and those that it means by their own names. */
function hostsOf(term: PatternTerm, { groups, hosts }: Inventory): ReadonlySet<string> {
  const members = [...groups].filter(([name]) => term.matches(name)).flatMap(([, names]) => names);
  const meant = [...hosts.keys()].filter((name) => members.includes(name) || term.matches(name));
  return new Set(term.subscript ? term.subscript.pick(meant) : meant);
}

/** What a pattern means, in the words of set algebra. */
function meaning(terms: readonly PatternTerm[], inventory: Inventory): readonly string[] {
  const setsOf = (operation: PatternTerm["operation"]) =>
    terms.filter((term) => term.operation === operation).map((term) => hostsOf(term, inventory));
  const [unions, intersections, exclusions] = [setsOf(""), setsOf("&"), setsOf("!")];
  return [...inventory.hosts.keys()].filter(
    (name) =>
      (unions.length === 0 || unions.some((set) => set.has(name))) &&
      intersections.every((set) => set.has(name)) &&
      !exclusions.some((set) => set.has(name)),
  );
}

const patternOf = (terms: readonly PatternTerm[]): string => terms.map(termText).join(":");

describe("a host pattern", () => {
  it("means unions, then intersections, then exclusions, in the order of the inventory", () => {
    fc.assert(
      fc.property(cases, ({ inventory, terms }) => {
        expect(matchHosts(patternOf(terms), inventory)).toEqual(meaning(terms, inventory));
      }),
      { numRuns: 2000 },
    );
  });

  it("means the same in any order, separated by colons, commas and blanks", () => {
    const shuffled = cases.chain(({ inventory, terms }) =>
      fc.record({
        inventory: fc.constant(inventory),
        terms: fc.constant(terms),
        other: fc.shuffledSubarray(terms, { minLength: terms.length }),
        separator: fc.constantFrom(":", ",", ", ", " : ", "::", ":,"),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ inventory, terms, other, separator }) => {
        const rewritten = other.map(termText).join(separator);
        expect(matchHosts(rewritten, inventory)).toEqual(matchHosts(patternOf(terms), inventory));
      }),
    );
  });

  it("means the same when it is written twice, or as the names of its hosts", () => {
    fc.assert(
      fc.property(cases, ({ inventory, terms }) => {
        const once = matchHosts(patternOf(terms), inventory);
        expect(matchHosts(patternOf([...terms, ...terms]), inventory)).toEqual(once);
        fc.pre(once.length > 0);
        expect(matchHosts(once.join(":"), inventory)).toEqual(once);
        expect(matchHosts(once.toReversed().join(","), inventory)).toEqual(once);
      }),
    );
  });
});
