import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { argumentSource, renderArguments } from "../../../src/playbook/render-arguments.ts";
import { Scope } from "../../../src/playbook/scope.ts";
import { location } from "./small-lab.ts";

const scope = new Scope(new Map(), new Map(Object.entries({ zone: "UTC", empty: {} })));
const place = (line: number) => ({ ...location, line });

function render(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const places = Object.fromEntries(Object.keys(args).map((name, index) => [name, place(index + 2)]));
  return renderArguments({ args, places, location }, (_, value, at) => scope.render(value, at));
}

describe("renderArguments", () => {
  it("takes what comes to null for not given", () => {
    expect(
      render({ a: "{{default zone null}}", b: "{{default other null}}", c: null, d: false, e: "" }),
    ).toEqual({
      a: "UTC",
      d: false,
      e: "",
    });
  });

  it("reports every argument that cannot be rendered, each where it is written", () => {
    const error = (() => {
      try {
        return render({ a: "{{ empty.a }}", b: 1, c: "{{ other }}" });
      } catch (thrown) {
        return thrown;
      }
    })();
    if (!(error instanceof InputError)) throw error;
    expect(error.problems.map((problem) => `${problem.location?.line}: ${problem.message}`)).toEqual([
      '2: "empty.a" has no value',
      '4: the variable "other" is not defined',
    ]);
  });
});

describe("argumentSource", () => {
  it("shows an argument, or a part of it, where it is written, and all others at the task", () => {
    const source = argumentSource({ args: {}, places: { a: place(5) }, location });
    const lines = [source.locate(["a", 0, "x"]), source.locateKey(["b"]), source.locate([])].map(
      ({ line }) => line,
    );
    expect(lines).toEqual([5, 1, 1]);
  });
});
