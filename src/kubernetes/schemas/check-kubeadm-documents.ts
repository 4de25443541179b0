import type { InputProblem } from "../../errors.ts";
import { checkSchema } from "../../input/check-schema.ts";
import { isMapping } from "../../input/mapping.ts";
import { suggestion } from "../../input/suggest.ts";
import type { YamlFile } from "../../input/yaml-file.ts";
import { apiVersions, kindsOf, schemaOf } from "./schema-of.ts";
import { yamlDocuments } from "./yaml-documents.ts";

/**
 * Checks a file for `kubeadm --config` against the published types: every problem of every document, each at its line.
 * Like kubeadm, it takes each kind once. Cost: compiles each schema once per process.
 */
export function checkKubeadmDocuments(text: string, file = "kubeadm.yaml"): InputProblem[] {
  const { documents, problems } = yamlDocuments(file, text);
  const seen = new Set<string>();
  const found = documents.flatMap((document) => checkDocument(document, seen));
  if (documents.length === 0 && problems.length === 0) return [{ message: `${file} holds no configuration` }];
  return [...problems, ...found];
}

function checkDocument(document: YamlFile, seen: Set<string>): InputProblem[] {
  const { data } = document;
  if (!isMapping(data)) return [{ message: "a configuration is a mapping", location: document.locate([]) }];
  const { apiVersion, kind } = data;
  if (typeof apiVersion !== "string") return lacks(document, "apiVersion");
  if (typeof kind !== "string") return lacks(document, "kind");
  const schema = schemaOf(apiVersion, kind);
  if (schema === null) return [unknownType(document, apiVersion, kind)];
  const twice = seen.has(kind)
    ? [{ message: `there are two documents of kind ${kind}`, location: document.locate(["kind"]) }]
    : [];
  seen.add(kind);
  return [...twice, ...checkSchema(schema, data, document, [], kind)];
}

function lacks(document: YamlFile, field: string): InputProblem[] {
  return [{ message: `a configuration lacks "${field}"`, location: document.locate([]) }];
}

function unknownType(document: YamlFile, apiVersion: string, kind: string): InputProblem {
  const kinds = kindsOf(apiVersion);
  if (kinds.length === 0) {
    const location = document.locate(["apiVersion"]);
    const hint = suggestion(apiVersion, apiVersions);
    return { message: `kubeadm knows no apiVersion "${apiVersion}"`, location, hint };
  }
  const location = document.locate(["kind"]);
  return { message: `${apiVersion} has no kind "${kind}"`, location, hint: suggestion(kind, kinds) };
}
