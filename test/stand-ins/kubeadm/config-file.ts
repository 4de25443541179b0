import { readFileSync } from "node:fs";
import { Ajv, type ErrorObject } from "ajv";
import { parseAllDocuments } from "yaml";
import { schemaOf } from "../../../src/kubernetes/schemas/schema-of.ts";
import { type Fields, isFields, type Json, textAt } from "../core/json.ts";
import { kubeadmApis, type Release } from "../core/release.ts";
import { checkValues } from "./check-values.ts";

/** A file for --config that this kubeadm does not take. */
export class ConfigError extends Error {}

/** The documents of a file, by kind. */
export type Documents = ReadonlyMap<string, Fields>;

const componentApis = new Set(["kubelet.config.k8s.io/v1beta1", "kubeproxy.config.k8s.io/v1alpha1"]);

/** Reads and checks a file for --config; throws ConfigError with everything that is wrong. */
export function readConfigFile(path: string, release: Release): Documents {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new ConfigError(
      `unable to read config from ${JSON.stringify(path)} : open ${path}: no such file or directory`,
    );
  }
  return readConfig(text, release);
}

/** As readConfigFile, of a text. */
export function readConfig(text: string, release: Release): Documents {
  const documents = new Map<string, Fields>();
  for (const document of parseAllDocuments(text)) {
    const [broken] = document.errors;
    if (broken !== undefined) throw new ConfigError(`error converting YAML to JSON: yaml: ${broken.message}`);
    const value: Json = document.toJS() ?? null;
    if (value === null) continue;
    if (!isFields(value))
      throw new ConfigError(
        "invalid configuration: kind and apiVersion is mandatory information that must be specified",
      );
    const kind = textAt(value, "kind");
    checkDocument(value, release);
    if (documents.has(kind))
      throw new ConfigError(
        `invalid configuration: kind ${JSON.stringify(kind)} is specified twice in YAML file`,
      );
    documents.set(kind, value);
  }
  if (documents.size === 0) throw new ConfigError("no kind found in the configuration");
  const problems = checkValues(documents);
  if (problems.length > 0)
    throw new ConfigError(problems.length === 1 ? problems.join() : `[${problems.join(", ")}]`);
  return documents;
}

function checkDocument(document: Fields, release: Release): void {
  const [apiVersion, kind] = [textAt(document, "apiVersion"), textAt(document, "kind")];
  if (apiVersion === "" || kind === "") {
    throw new ConfigError(
      "invalid configuration: kind and apiVersion is mandatory information that must be specified",
    );
  }
  const known = kubeadmApis(release);
  if (!componentApis.has(apiVersion) && !known.includes(apiVersion)) {
    throw new ConfigError(
      `your configuration file uses an API version that this kubeadm ${release.version} does not read: ${JSON.stringify(apiVersion)} (kind: ${JSON.stringify(kind)}). It reads ${known.join(", ")}`,
    );
  }
  const schema = schemaOf(apiVersion, kind);
  if (schema === null)
    throw new ConfigError(
      `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`,
    );
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  const validate = ajv.compile(schema);
  if (validate(document)) return;
  const details = (validate.errors ?? []).map(inWords).join(", ");
  throw new ConfigError(
    `error unmarshaling configuration schema.GroupVersionKind{${apiVersion}, Kind=${kind}}: strict decoding error: ${details}`,
  );
}

function inWords(error: ErrorObject): string {
  const path = error.instancePath.slice(1).replaceAll("/", ".");
  const extra: unknown = error.params.additionalProperty;
  if (typeof extra === "string")
    return `unknown field ${JSON.stringify(path === "" ? extra : `${path}.${extra}`)}`;
  return `${path === "" ? "document" : path}: ${error.message ?? error.keyword}`;
}
