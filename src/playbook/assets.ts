import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { InputError } from "../errors.ts";
import { fromHere } from "../input/from-here.ts";
import { locator } from "../input/location.ts";
import type { Content } from "../resources/change.ts";
import { parseTemplate, type Template } from "./template.ts";
import { TemplateError } from "./text-error.ts";

/** Up to this size a file rides in a frame; larger ones are uploaded. Bytes. */
const inlineLimit = 1024 * 1024;

/** A template file, parsed; `file` is its path for messages. */
export interface TemplateFile {
  readonly file: string;
  readonly text: string;
  readonly template: Template;
}

/** Files and templates on the control machine, each found and read once. */
export class Assets {
  readonly #folders: Readonly<Record<"file" | "template", readonly string[]>>;
  readonly #paths = new Map<string, string>();
  readonly #contents = new Map<string, Content>();
  readonly #templates = new Map<string, TemplateFile>();

  /** `folders` are searched in order; see docs/files.md. */
  constructor(folders: Readonly<Record<"file" | "template", readonly string[]>>) {
    this.#folders = folders;
  }

  /** Content of the file that a task names as `src`. Throws InputError when there is none. */
  file(src: string): Content {
    const path = this.#find(src, "file");
    const content = this.#contents.get(path) ?? contentOf(path);
    this.#contents.set(path, content);
    return content;
  }

  /** The template that a task names as `src`. Throws InputError when there is none, or it cannot be parsed. */
  template(src: string): TemplateFile {
    const path = this.#find(src, "template");
    const file = this.#templates.get(path) ?? templateFile(path);
    this.#templates.set(path, file);
    return file;
  }

  #find(src: string, kind: "file" | "template"): string {
    const key = `${kind} ${src}`;
    const path = this.#paths.get(key) ?? this.#search(src, kind);
    this.#paths.set(key, path);
    return path;
  }

  #search(src: string, kind: "file" | "template"): string {
    const candidates = this.#folders[kind].map((folder) => resolve(folder, src));
    const found = candidates.find(isFile);
    if (found) return found;
    throw new InputError({
      message: `there is no ${kind} "${src}"`,
      hint: `looked for ${[...new Set(candidates)].map(fromHere).join(", ")}`,
    });
  }
}

function templateFile(path: string): TemplateFile {
  const text = readFileSync(path, "utf8");
  const file = fromHere(path);
  return { file, text, template: inTemplateFile({ file, text }, () => parseTemplate(text)) };
}

/** Runs `action`, and says of a mistake in a template where in its file it stands. */
export function inTemplateFile<T>(
  file: { readonly file: string; readonly text: string },
  action: () => T,
): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const location = locator(file.file, file.text)(error.offset, error.offset + error.length);
    throw new InputError({ message: error.message, location, hint: error.hint });
  }
}

function contentOf(path: string): Content {
  const bytes = readFileSync(path);
  if (bytes.length > inlineLimit) {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { kind: "upload", localPath: path, sha256, size: bytes.length };
  }
  const text = bytes.toString("utf8");
  const isText = !bytes.includes(0) && Buffer.from(text).equals(bytes);
  return isText ? { kind: "text", text } : { kind: "base64", base64: bytes.toString("base64") };
}

/** A name that cannot even be looked up, because it is too long or a directory is closed, is no file either. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
