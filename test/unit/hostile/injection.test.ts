import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { conforms } from "../../../src/input/check-schema.ts";
import { pathChangeScript } from "../../../src/resources/apply-path.ts";
import type { Change } from "../../../src/resources/change.ts";
import { findModule } from "../../../src/resources/index.ts";
import type { BuildContext } from "../../../src/resources/module.ts";
import { moduleSchema } from "../../../src/resources/module-schema.ts";
import type { Resource } from "../../../src/resources/resource.ts";
import type { RunAs } from "../../../src/resources/run-as.ts";
import { type HostileCase, hostileCases, statesFor } from "./hostile-cases.ts";
import { hostileText, hostileTexts } from "./hostile-text.ts";
import { makeJail } from "./jail.ts";

/** On a machine with much else to do. */
const timeout = 120_000;

const shells = ["dash", "busybox"] as const;

function contextFor(runAs: RunAs): BuildContext {
  const none = () => {
    throw new InputError({ message: "there is no such file" });
  };
  return { file: none, template: none, environment: {}, runAs };
}

/** What a module makes of its arguments; null where it refuses them, which must be before a host is asked. */
function built(args: unknown, { module: name }: HostileCase, runAs: RunAs): Resource | null {
  const module = findModule(name);
  if (!module) throw new Error(`there is no module ${name}`);
  if (!conforms(moduleSchema(module), args)) return null;
  try {
    return module.build(args, contextFor(runAs));
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** Every script that a resource can make: its questions, and its changes in each state with what takes them back. */
function scriptsOf(resource: Resource, { states }: HostileCase): string[] {
  const questions = Object.values(resource.probes).map(({ kind, query }) => kind.script([query]));
  const changes = states.flatMap((given) => {
    const plan = resource.plan(statesFor(resource.probes, given));
    if (plan.kind === "wait") return [plan.script];
    return plan.kind === "changes" ? plan.changes.flatMap(scriptsOfChange) : [];
  });
  return [...questions, ...changes];
}

function scriptsOfChange(change: Change): string[] {
  if (change.kind === "path") return [pathChangeScript(change)];
  return [change.script, change.undo, change.afterUndo].filter((script) => script !== undefined);
}

function scriptsFor(one: HostileCase, texts: readonly string[], folder: string): string[] {
  const users: readonly RunAs[] =
    one.module === "command" ? [{ kind: "root" }, { kind: "login" }] : [{ kind: "root" }];
  return texts.flatMap((text) =>
    users.flatMap((runAs) => {
      const resource = built(one.args(text, folder), one, runAs);
      return resource === null ? [] : scriptsOf(resource, one);
    }),
  );
}

describe("the jail", () => {
  it.each(hostileTexts.filter((text) => /^(\$\(|`|; |&&|>)/.test(text)))(
    "notices what is not quoted: %s",
    (text) => {
      expect(makeJail("dash").run([`record ${text}`]).isInjected).toBe(true);
    },
  );
});

describe.each(shells)("a hostile text, in %s", (shell) => {
  it.each(hostileCases)("is never run: $name", { timeout }, (one) => {
    const jail = makeJail(shell);
    const scripts = scriptsFor(one, hostileTexts, jail.folder);
    expect(jail.run(scripts).isInjected, scripts.join("\n\n")).toBe(false);
  });
});

describe("any hostile text", () => {
  it("is never run", { timeout }, () => {
    const jail = makeJail("dash");
    const names = hostileCases.map(({ name }) => name);
    const pairs = fc.array(fc.tuple(fc.constantFrom(...names), hostileText), {
      minLength: 40,
      maxLength: 40,
    });
    fc.assert(
      fc.property(pairs, (chosen) => {
        const scripts = chosen.flatMap(([name, text]) =>
          hostileCases
            .filter((one) => one.name === name)
            .flatMap((one) => scriptsFor(one, [text], jail.folder)),
        );
        expect(jail.run(scripts).isInjected).toBe(false);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});
