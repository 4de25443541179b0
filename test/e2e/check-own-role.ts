import { execFile } from "node:child_process";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const installed = join(import.meta.dirname, "../../node_modules");

/**
 * Runs what `npm test` and `npm run types` run in a project, with links for what `npm install` would install: the lab
 * in `labFolder`, and this repository's types of Node. Rejects, with all output, where a test or a type is wrong.
 */
export async function checkOwnRole(project: string, labFolder: string): Promise<{ readonly tests: string }> {
  await mkdir(join(project, "node_modules/@types"), { recursive: true });
  await symlink(labFolder, join(project, "node_modules/lab"));
  await symlink(join(installed, "@types/node"), join(project, "node_modules/@types/node"));
  const settings = ["--test", "--test-reporter=tap", "roles/**/*.test.ts"];
  // The runner of these tests says so in the environment, and node --test would then report to it.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout: tests } = await run(process.execPath, settings, { cwd: project, env });
  await run(join(installed, ".bin/tsc"), ["-p", "."], { cwd: project });
  return { tests };
}
