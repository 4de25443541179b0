import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError, type InputProblem } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import { parseBytes } from "../input/parse-bytes.ts";
import { sealedFile } from "../input/sealed-text.ts";
import { noSecrets, type SecretSource } from "../input/secret-source.ts";
import type { YamlFile } from "../input/yaml-file.ts";
import { buildInventory } from "./build-inventory.ts";
import { checkAddresses } from "./check-addresses.ts";
import { checkCidrs } from "./check-cidrs.ts";
import { evenControlPlanes, missingControlPlanes } from "./check-control-planes.ts";
import { checkDuplicates } from "./check-duplicates.ts";
import { checkInterfaces } from "./check-interfaces.ts";
import { checkNames } from "./check-names.ts";
import { overcommitted } from "./check-totals.ts";
import { checkVariables } from "./check-variables.ts";
import { clustersSchema } from "./clusters-schema.ts";
import { declarationOf } from "./declaration.ts";
import type { Inventory } from "./inventory.ts";
import { checkNodeAddresses } from "./node-addresses.ts";
import { withSecretFields } from "./secret-fields.ts";
import { readVariablesFiles, type VariablesFiles } from "./variables-file.ts";

const checks = [
  checkNames,
  missingControlPlanes,
  checkAddresses,
  checkNodeAddresses,
  checkInterfaces,
  checkDuplicates,
  checkCidrs,
];

/** What becomes of the text of clusters.json before it is read. */
type Edit = (text: string) => string;

/**
 * Reads clusters.json (JSON or YAML) with group_vars/ and host_vars/ beside it; `secrets` opens what they hold encrypted.
 * Throws InputError with every problem of all these files at once; warnings are in the result.
 */
export function loadInventory(
  path: string,
  secrets: SecretSource = noSecrets,
  edit: Edit | null = null,
): Inventory {
  const variables = readVariablesFiles(dirname(path), secrets);
  try {
    return inventoryOf(readSource(path, secrets, edit), variables);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // A file that cannot be read does not hide what is wrong with the others.
    throw new InputError([...new Set([...error.problems, ...variables.problems])]);
  }
}

const noVariables: VariablesFiles = { files: [], problems: [], warnings: [] };

/** The inventory of a parsed clusters.json. Pure. Throws InputError with every problem at once. */
export function inventoryOf(source: YamlFile, variables = noVariables): Inventory {
  const declaration = declarationOf(source);
  const problems = [
    ...checkSchema(clustersSchema, source.data, source, [], "the inventory"),
    ...checks.flatMap((check) => check(declaration)),
    ...variables.problems,
    ...checkVariables(declaration, variables.files),
  ];
  if (problems.length > 0) throw new InputError(problems);
  const warnings = [...evenControlPlanes(declaration), ...overcommitted(declaration), ...variables.warnings];
  return buildInventory(declaration, variables.files, warnings);
}

function readSource(path: string, secrets: SecretSource, edit: Edit | null): YamlFile {
  try {
    const bytes = readFileSync(path);
    return withSecretFields(parseBytes(path, edited(bytes, path, edit), secrets, "structure"), secrets);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(unreadable(path, error));
  }
}

function edited(bytes: Uint8Array, path: string, edit: Edit | null): Uint8Array {
  if (edit === null) return bytes;
  if (sealedFile(bytes) === null) return Buffer.from(edit(Buffer.from(bytes).toString("utf8")));
  throw new InputError({
    message: `${path} is encrypted as a whole, so lab cannot add to it`,
    hint: "add the node yourself, then run again",
  });
}

function unreadable(path: string, error: unknown): InputProblem {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "ENOENT") {
    return {
      message: `there is no inventory ${path}`,
      hint: "give its path, or write one as docs/inventory.md shows",
    };
  }
  if (code === "EISDIR") {
    const file = join(path, "clusters.json");
    return { message: `${path} is a directory, not an inventory`, hint: `did you mean "${file}"?` };
  }
  return { message: `cannot read ${path}: ${error instanceof Error ? error.message : String(error)}` };
}
