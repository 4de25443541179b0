import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { InputError } from "../errors.ts";
import { importProblem, UnknownEntry } from "./import-problem.ts";

/** What a file exports, by name. */
export type Exports = Readonly<Record<string, unknown>>;

/**
 * Imports a TypeScript file of a project. `lab/…` is this lab, whatever the project has installed. Throws InputError
 * where the file, or one that it imports, cannot be read, imports what is not there, or throws.
 */
export async function importFile(path: string): Promise<Exports> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      if (!specifier.startsWith("lab/")) return next(specifier, context);
      // Node writes what `next` is given into the context.
      const importer = context.parentURL ?? pathToFileURL(path).href;
      try {
        return next(specifier, { ...context, parentURL: import.meta.url });
      } catch {
        throw new UnknownEntry(specifier, importer);
      }
    },
  });
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    throw new InputError(importProblem(path, error));
  } finally {
    hooks.deregister();
  }
}
