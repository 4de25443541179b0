import { type Document, isMap, isSeq, parseAllDocuments, type YAMLMap } from "yaml";
import { InputError, type InputProblem } from "../errors.ts";
import { locator } from "../input/location.ts";
import { yamlMistake } from "../input/yaml-mistake.ts";

/** The lists of a kubeconfig whose entries have names. */
export const entryLists = ["clusters", "users", "contexts"] as const;

/** A kubeconfig as its owner has written it: with comments, order and all that only they know the meaning of. */
export interface KubeconfigDocument {
  readonly document: Document;
  /** What is wrong at a place of the file; its lines are starred out, for they hold keys. */
  problemAt(range: readonly number[] | null | undefined, message: string, hint: string): InputProblem;
}

/** Reads a kubeconfig. Throws InputError, with line and column, on what is no kubeconfig. */
export function readKubeconfig(text: string, file: string): KubeconfigDocument {
  const locate = locator(file, text, true);
  const problemAt: KubeconfigDocument["problemAt"] = (range, message, hint) => {
    const [start = 0, end = start + 1] = range ?? [];
    return { message, location: locate(start, end), hint };
  };
  const documents = parseAllDocuments(text);
  const [document, second] = documents;
  const mistakes = [...documents].flatMap(({ errors }) => errors);
  if (mistakes.length > 0) {
    throw new InputError(
      mistakes.map((mistake) => {
        const { message, hint = "" } = yamlMistake(mistake, text.slice(mistake.pos[0]));
        return problemAt(mistake.pos, message, hint);
      }),
    );
  }
  if (second) {
    throw new InputError(
      problemAt(second.range, "the file holds more than one document", "keep one per file"),
    );
  }
  if (!document) throw new InputError(problemAt(null, "the file holds nothing", "remove it"));
  const problems = shapeProblems({ document, problemAt });
  if (problems.length > 0) throw new InputError(problems);
  return { document, problemAt };
}

function shapeProblems({ document, problemAt }: KubeconfigDocument): InputProblem[] {
  const { contents } = document;
  const hint = "lab changes only what is a kubeconfig: apiVersion, kind: Config, clusters, users, contexts";
  if (contents === null) return [];
  if (!isMap(contents)) return [problemAt(document.range, "this is no kubeconfig", hint)];
  const kind: unknown = contents.get("kind");
  if (kind !== undefined && kind !== "Config") {
    return [problemAt(document.range, `this is a ${String(kind)} and no kubeconfig`, hint)];
  }
  return entryLists.flatMap((list) => {
    const value: unknown = contents.get(list);
    if (value === undefined || value === null) return [];
    if (!isSeq(value)) return [problemAt(document.range, `"${list}" is no list`, hint)];
    const strays = value.items.filter((item) => !isMap(item) || typeof item.get("name") !== "string");
    return strays.map((item) =>
      problemAt(isMap(item) ? item.range : value.range, `an entry of "${list}" has no name`, hint),
    );
  });
}

/** The entry of that name; null where there is none. */
export function entryOf({ contents }: Document, list: string, name: string): YAMLMap | null {
  const entries = isMap(contents) ? contents.get(list, true) : undefined;
  if (!isSeq(entries)) return null;
  return entries.items.filter(isMap).find((entry) => entry.get("name") === name) ?? null;
}
