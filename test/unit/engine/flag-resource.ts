import { probeOf } from "../../../src/resources/probe.ts";
import { type Resource, resource } from "../../../src/resources/resource.ts";
import { shQuote } from "../../../src/resources/sh-quote.ts";

interface FlagState {
  readonly exists: boolean;
}

/** Whether files exist; one question kind for all of them. */
const flagProbe = probeOf(
  {
    name: "flag",
    script: (paths: readonly string[]) => paths.map((path) => `[ -e ${shQuote(path)} ]; echo $?`).join("\n"),
    parse: (stdout, paths): FlagState[] => {
      const lines = stdout.split("\n");
      return paths.map((_, index) => ({ exists: lines[index] === "0" }));
    },
  },
  (path) => path,
);

/** A file that must exist. `needs` is another that must exist before; `script` replaces what makes it, which nobody else sees where `isLocal`. */
export function flag(
  path: string,
  options: { readonly needs?: string; readonly script?: string; readonly isLocal?: true } = {},
): Resource {
  const { needs = "/", script = `touch ${shQuote(path)}`, isLocal } = options;
  const local = isLocal ? { isLocal } : {};
  return resource({
    id: `flag ${path}`,
    probes: { self: flagProbe(path), need: flagProbe(needs) },
    plan: ({ self, need }) => {
      if (self.exists) return { kind: "changes", changes: [] };
      if (!need.exists) return { kind: "blocked", reason: `${needs} does not exist` };
      return {
        kind: "changes",
        changes: [{ kind: "run", summary: `make ${path}`, script, timeoutMs: 5_000, ...local }],
      };
    },
    after: () => ({ self: { exists: true } }),
  });
}
