import { existsSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { InputProblem, Location } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import { packageRoot } from "./package-root.ts";
import { literally, placeOf, readSourceFile } from "./source-file.ts";

/** What a project's files can import of lab. */
const entries = ["lab/role", "lab/resources", "lab/testing"];

/** An import of `lab/…` that lab does not have. */
export class UnknownEntry extends Error {
  readonly specifier: string;
  /** URL of the file that imports it. */
  readonly importer: string;

  constructor(specifier: string, importer: string) {
    super(`"${specifier}" cannot be imported`);
    this.specifier = specifier;
    this.importer = importer;
  }
}

/** Says of a failed import of `path` what is wrong, where, and what to do about it. */
export function importProblem(path: string, error: unknown): InputProblem {
  const whole = placeOf(readSourceFile(path));
  if (!(error instanceof Error)) return { message: `the file throws ${String(error)}`, location: whole };
  const place = placeInStack(error.stack ?? "");
  return (
    missingProblem(error, place ?? whole) ??
    syntaxProblem(error, place, whole) ??
    thrown(error, place ?? whole)
  );
}

/** What Node's type stripping refuses, and after it V8, which names no place in a module. */
function syntaxProblem(error: Error, place: Location | null, whole: Location): InputProblem | null {
  if (codeOf(error) === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") {
    return {
      message: error.message.replace(" is not supported in strip-only mode", " cannot be stripped away"),
      location: place ?? whole,
      hint: 'only types are removed before the file runs: write plain values, and set "erasableSyntaxOnly" in tsconfig.json',
    };
  }
  if (error.name !== "SyntaxError") return null;
  const message = `not TypeScript: ${error.message.split(". ")[0]}`;
  return place
    ? { message, location: place }
    : { message, location: whole, hint: "the place is shown by: npx tsc" };
}

const exportPattern = /requested module '(.+)' does not provide an export named '(.+)'/;
const missingPattern = /^Cannot find (package|module) '(.+)' imported from (.+)$/;

/** An import of what is not there. */
function missingProblem(error: Error, location: Location): InputProblem | null {
  const [, module, name] = exportPattern.exec(error.message) ?? [];
  if (module !== undefined) {
    return {
      message: `"${module}" exports no "${name}"`,
      location,
      hint: "check its spelling; import a type with: import type",
    };
  }
  const [, kind, wanted = "", importer = ""] = missingPattern.exec(error.message) ?? [];
  if (kind === "package") {
    const hint = `install it: npm install ${wanted}`;
    return { message: `there is no package "${wanted}"`, location: importIn(importer, wanted), hint };
  }
  if (kind === "module") {
    const hint = existsSync(`${wanted}.ts`)
      ? `write the ending, too: "${basename(wanted)}.ts"`
      : "a path is relative to the file that imports it, and has an ending";
    return { message: `there is no file ${wanted}`, location: importIn(importer, basename(wanted)), hint };
  }
  if (!(error instanceof UnknownEntry)) return null;
  const { message, specifier } = error;
  const hint = suggestion(specifier, entries);
  return { message, location: importIn(fileURLToPath(error.importer), specifier), hint };
}

function thrown(error: Error, location: Location): InputProblem {
  const name = error.name === "Error" ? "" : `${error.name}: `;
  return { message: `the file fails while it is imported: ${name}${error.message}`, location };
}

/** The first place in a stack that is not in lab: the heading of a syntax error, else of a frame. */
function placeInStack(stack: string): Location | null {
  const heading = /^(file:\/\/\S+|\/.+):(\d+)\n[\s\S]*?^( *)(\^+)$/m.exec(stack);
  if (heading?.index === 0) {
    const [, file = "", line, indent = "", carets = ""] = heading;
    return placeAt(file, Number(line), indent.length + 1, carets.length);
  }
  const own = pathToFileURL(packageRoot).href;
  const frames = [...stack.matchAll(/(file:\/\/\S+?):(\d+):(\d+)\)?$/gm)];
  const [, file, line, column] = frames.find(([, url = ""]) => !url.startsWith(`${own}/`)) ?? [];
  return file === undefined ? null : placeAt(file, Number(line), Number(column), 1);
}

function placeAt(fileOrUrl: string, line: number, column: number, length: number): Location | null {
  const path = fileOrUrl.startsWith("file:") ? fileURLToPath(fileOrUrl) : fileOrUrl;
  if (!existsSync(path)) return null;
  const { file, text } = readSourceFile(path);
  return { file, line, column, length, text: text.split(/\r?\n/)[line - 1] ?? "" };
}

function importIn(importer: string, specifier: string): Location {
  const source = readSourceFile(importer);
  return placeOf(source, literally(specifier, `(?<=["'])[^"']*`, `(?=["'])`), literally(specifier));
}

function codeOf(error: Error): unknown {
  return "code" in error ? error.code : undefined;
}
