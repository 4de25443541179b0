import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { Exit } from "../core/exit.ts";
import { at, type Fields, isFields, type Json, textAt } from "../core/json.ts";

/** A chart, read from a folder or a .tgz. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  readonly appVersion: string;
  readonly text: string;
  readonly values: Fields;
  readonly valuesText: string;
  readonly templates: readonly string[];
}

/** Reads a chart; throws Exit where there is none. Repositories and OCI registries are out of reach. */
export function readChart(path: string): Chart {
  if (/^(oci|https?):\/\//.test(path) || !existsSync(path)) {
    const repository = path.split("/")[0];
    throw new Exit(
      1,
      path.includes("/") && !path.startsWith("/") && !path.startsWith(".")
        ? `Error: repo ${repository} not found`
        : `Error: path ${JSON.stringify(path)} not found`,
    );
  }
  const files = statSync(path).isDirectory() ? filesIn(path) : filesOfArchive(path);
  const text = files.get("Chart.yaml");
  if (text === undefined) throw new Exit(1, "Error: Chart.yaml file is missing");
  const chart: Json = parse(text);
  const valuesText = files.get("values.yaml") ?? "";
  const values: Json = parse(valuesText) ?? {};
  const templates = [...files]
    .filter(([name]) => /^templates\/[^_].*\.ya?ml$/.test(name))
    .map(([, one]) => one);
  return {
    name: textAt(chart, "name"),
    version: textAt(chart, "version"),
    appVersion: textAt(chart, "appVersion"),
    text,
    values: isFields(values) ? values : {},
    valuesText,
    templates,
  };
}

function filesIn(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function filesOfArchive(path: string): Map<string, string> {
  const run = (args: readonly string[]): string =>
    execFileSync("tar", [...args], {
      encoding: "utf8",
      maxBuffer: 1 << 26,
      stdio: ["ignore", "pipe", "ignore"],
    });
  try {
    const names = run(["-tzf", path])
      .split("\n")
      .filter((name) => /^[^/]+\/(Chart\.yaml|values\.yaml|templates\/[^/]+\.ya?ml)$/.test(name));
    return new Map(names.map((name) => [name.replace(/^[^/]+\//, ""), run(["-xzOf", path, name])]));
  } catch {
    throw new Exit(
      1,
      `Error: file '${path}' does not appear to be a gzipped archive; got 'application/octet-stream'`,
    );
  }
}

/** The objects of a chart. Only {{ .Values.… }}, {{ .Release.… }} and {{ .Chart.… }} are played; others fail. */
export function renderChart(chart: Chart, values: Fields, release: Fields): Fields[] {
  const scope: Fields = {
    Values: values,
    Release: release,
    Chart: { Name: chart.name, Version: chart.version, AppVersion: chart.appVersion },
  };
  return chart.templates.flatMap((template) => {
    const text = template.replace(/\{\{-?\s*(.*?)\s*-?\}\}/gs, (whole, expression: string) => {
      const path = /^\.([\w.]+)$/.exec(expression)?.[1];
      if (path === undefined) throw new Exit(1, `Error: stand-in: this template is not played: ${whole}`);
      const value = at(scope, ...path.split("."));
      return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
    });
    return parseAllDocuments(text).flatMap((document) => {
      const object: Json = document.toJS() ?? null;
      return isFields(object) ? [object] : [];
    });
  });
}
