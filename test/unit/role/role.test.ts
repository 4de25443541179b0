import { describe, expect, expectTypeOf, it } from "vitest";
import { packageModule } from "../../../src/resources/package.ts";
import { defineRole, notYet, task } from "../../../src/role/role.ts";
import { systemFacts } from "../../../src/role/system-facts.ts";

describe("defineRole", () => {
  it("types the arguments by the schema", () => {
    const role = defineRole({
      name: "r",
      summary: "A role.",
      schema: {
        type: "object",
        additionalProperties: false,
        required: ["names"],
        properties: {
          names: { type: "array", items: { type: "string" }, description: "Packages." },
          purge: { type: "boolean", description: "Whether to purge." },
        },
      },
      tasks: ({ args }) => {
        expectTypeOf(args.names).toEqualTypeOf<string[]>();
        expectTypeOf(args.purge).toEqualTypeOf<boolean | undefined>();
        return [task("Install them", packageModule, { name: args.names })];
      },
    });
    const address = { address: null, addresses: [], candidates: [] };
    const host = {
      name: "n",
      role: "worker",
      ...address,
      labels: {},
      taints: [],
      host: "n",
      interfaces: [],
    } as const;
    const networks = { podCidr: "", serviceCidr: "", nodeNetworks: [], endpoint: "n:6443" };
    const cluster = { name: "c", ...networks, bootstrap: "n", nodes: [host] };
    const [step] = role.tasks({ args: { names: ["curl"] }, host, cluster });
    expect(step).toMatchObject({ name: "Install them", notify: [], tags: [] });
  });
});

describe("task", () => {
  const facts = { facts: { os: { family: ["debian"] } } };

  it("is told facts in its arguments and condition, and may say that it is too early", () => {
    const step = task(
      "Install",
      packageModule,
      ({ facts: { os } }) => (os.family.includes("debian") ? { name: "curl" } : notYet("no system known")),
      {
        uses: { facts: systemFacts({}) },
        when: ({ facts: { os } }) => os.family.length > 0,
        notify: "Restart",
      },
    );
    expect(step.args(facts)).toEqual({ name: "curl" });
    expect(step.args({ facts: { os: { family: [] } } })).toEqual({ notYet: "no system known" });
    expect(step.when(facts)).toBe(true);
    expect(step.when({ facts: { os: { family: [] } } })).toBe(false);
    expect(step.notify).toEqual(["Restart"]);
    expect(Object.keys(step.uses)).toEqual(["facts"]);
  });

  it("always runs, with the arguments as they are, where nothing else is said", () => {
    const step = task("Install", packageModule, { name: "curl" });
    expect([step.args({}), step.when({}), step.uses]).toEqual([{ name: "curl" }, true, {}]);
  });
});
