import { InputError } from "../../../src/errors.ts";
import { printProblems } from "../../../src/input/print-problems.ts";
import { loadProject } from "../../../src/project/load-project.ts";

// A process of its own: only there does Node itself strip the types, and import nothing twice.
const taken = {
  roles: new Map([["base", "a role of lab"]]),
  modules: new Map([["copy", "a module of lab"]]),
};
try {
  const { roles, modules } = await loadProject(".", taken);
  const names = { roles: roles.map(({ name }) => name), modules: modules.map(({ name }) => name) };
  process.stdout.write(`${JSON.stringify(names)}\n`);
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  process.stdout.write(`${printProblems(error.problems)}\n`);
}
