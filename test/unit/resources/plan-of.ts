import type { BuildContext, Module } from "../../../src/resources/module.ts";
import type { Plan, Resource } from "../../../src/resources/resource.ts";

const megabyte = { kind: "upload", localPath: "/here/large", sha256: "c".repeat(64), size: 1 << 20 } as const;

/** Files hold their own name, "large" is one that is uploaded; templates print their variables. */
const context: BuildContext = {
  file: (src) => (src === "large" ? megabyte : { kind: "text", text: `${src}\n` }),
  template: (src, vars) => `${src} ${JSON.stringify(vars)}\n`,
  environment: {},
  runAs: { kind: "root" },
};

/** Builds a resource of a module and plans it for what the host answered. */
export function planOf<Arguments>(
  module: Module<Arguments>,
  args: Arguments,
  states: Readonly<Record<string, unknown>>,
  surroundings: Partial<BuildContext> = {},
): Plan {
  return built(module, args, surroundings).plan(states);
}

/** Builds a resource of a module. */
export function built<Arguments>(
  module: Module<Arguments>,
  args: Arguments,
  surroundings: Partial<BuildContext> = {},
): Resource {
  return module.build(args, { ...context, ...surroundings });
}
