import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../errors.ts";
import { fromHere } from "../input/from-here.ts";
import { isMapping } from "../input/mapping.ts";
import { type ClusterAnswers, clustersText } from "./cluster-answers.ts";
import { packageRoot } from "./package-root.ts";

/** The files of a new project by their paths in its folder: those of scaffold/, and those that depend on answers. */
export function scaffoldFiles(answers: ClusterAnswers): ReadonlyMap<string, string> {
  const folder = join(packageRoot, "scaffold");
  const copied = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path): [string, string] => [
      pathInProject(path.slice(folder.length + 1)),
      readFileSync(path, "utf8"),
    ]);
  return new Map([
    ["package.json", packageText()],
    ["inventory/clusters.json", clustersText(answers)],
    ...copied.toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}

/** npm leaves a file out of a package that is called .gitignore. */
function pathInProject(path: string): string {
  return path === "gitignore" ? ".gitignore" : path;
}

/** Throws InputError where one of the files is there already. */
export function refuseExisting(folder: string, files: ReadonlyMap<string, string>): void {
  const existing = [...files.keys()].map((path) => join(folder, path)).filter((path) => existsSync(path));
  if (existing.length > 0) {
    const message = `${existing.map(fromHere).join(", ")} ${existing.length === 1 ? "is" : "are"} there already`;
    throw new InputError({ message, hint: "name another folder: lab init FOLDER; nothing was written" });
  }
}

/** Writes them. Throws InputError, and writes nothing, where one of them is there already. */
export function writeScaffold(folder: string, files: ReadonlyMap<string, string>): void {
  refuseExisting(folder, files);
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text, { flag: "wx" });
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError({ message: `cannot write to ${folder}: ${reason}` });
  }
}

/** The package.json of a project: this lab by its folder, and the versions that lab itself is checked with. */
function packageText(): string {
  const own: unknown = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
  const versions = isMapping(own) && isMapping(own.devDependencies) ? own.devDependencies : {};
  const content = {
    private: true,
    type: "module",
    scripts: {
      validate: "lab validate site",
      test: 'node --test "roles/**/*.test.ts" "resources/**/*.test.ts"',
      types: "tsc",
      schema: "lab schema --write .lab/schema",
    },
    devDependencies: {
      "@types/node": versions["@types/node"],
      lab: `file:${packageRoot}`,
      typescript: versions.typescript,
    },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
