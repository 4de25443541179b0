import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** What a text that is meant to be secret says: itself, or where the secret is. */
export type Reference =
  | { readonly kind: "env"; readonly name: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "plain"; readonly text: string };

/** Reads `env:NAME`, `file:PATH` (relative to the file `from`) and `plain:TEXT`; any other text is plain as well. */
export function referenceIn(written: string, from: string): Reference {
  const [, kind, rest = ""] = /^(env|file|plain):(.*)$/s.exec(written) ?? [];
  switch (kind) {
    case "env":
      return { kind, name: rest.trim() };
    case "file":
      return { kind, path: pathFrom(from, rest.trim()) };
    case "plain":
      return { kind, text: rest };
    default:
      return { kind: "plain", text: written };
  }
}

function pathFrom(from: string, path: string): string {
  if (path === "~" || path.startsWith("~/")) return join(homedir(), path.slice(1));
  return resolve(dirname(from), path);
}

/** The text that a reference leads to; or what is wrong with it, as a message and a hint. */
export type Found =
  | { readonly kind: "known"; readonly text: string }
  | { readonly kind: "missing"; readonly message: string; readonly hint: string };

/** Follows a reference. One line end at the end of a file is dropped. */
export function fetchReference(
  reference: Exclude<Reference, { readonly kind: "plain" }>,
  env: Readonly<Record<string, string | undefined>>,
): Found {
  if (reference.kind === "env") return variable(reference.name, env);
  try {
    return { kind: "known", text: readFileSync(reference.path, "utf8").replace(/\r?\n$/, "") };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    const reason = code === "ENOENT" ? "is not there" : `cannot be read: ${code}`;
    const hint = "write it, or correct the path, which begins at the file that names it";
    return { kind: "missing", message: `the file of this secret ${reason}: ${reference.path}`, hint };
  }
}

const asText = "where the secret itself begins like that, write plain: before it";

function variable(name: string, env: Readonly<Record<string, string | undefined>>): Found {
  const text = env[name];
  if (text !== undefined && text !== "") return { kind: "known", text };
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    const message = "what stands behind env: is no name of an environment variable";
    return { kind: "missing", message, hint: asText };
  }
  const is = text === undefined ? "is not set" : "is empty";
  return {
    kind: "missing",
    message: `the environment variable ${name} ${is}`,
    hint: `export ${name}, or run lab with ${name}=…; ${asText}`,
  };
}
