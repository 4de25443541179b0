import type { InputProblem } from "../../errors.ts";
import { InputError } from "../../errors.ts";
import { parseYamlFile, type YamlFile } from "../../input/yaml-file.ts";

/** The documents of a YAML stream that are not empty, and what is wrong with those that cannot be read. */
export interface YamlDocuments {
  readonly documents: readonly YamlFile[];
  readonly problems: readonly InputProblem[];
}

/** Splits a YAML stream at its `---` lines; every document knows its lines in the whole `text`. */
export function yamlDocuments(file: string, text: string): YamlDocuments {
  const documents: YamlFile[] = [];
  const problems: InputProblem[] = [];
  for (const part of partsOf(text)) {
    try {
      const document = parseYamlFile(file, part);
      if (document.data !== null) documents.push(document);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { documents, problems };
}

/** Each document behind as many empty lines as there are lines before it. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let lines: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (/^---(\s|$)/.test(line)) {
      parts.push(lines.join("\n"));
      lines = Array.from({ length: index + 1 }, () => "");
    } else {
      lines.push(line);
    }
  }
  return [...parts, lines.join("\n")];
}
